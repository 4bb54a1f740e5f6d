"""What is wrong with a page as a browser shows it, measured like the kiosk's screens.

Sizes and contrasts are those of the screens (WCAG 2.2: 1.4.6, 1.4.10, 2.4.7, 2.5.5, 4.1.2), a
little stricter where a clerk works all day.
"""

from typing import Final

from playwright.sync_api import Page

#: 44 px: WCAG 2.5.5. The main action is what a thumb looks for.
TARGET_PX: Final = 44
MAIN_PX: Final = 56
TEXT_PX: Final = 16
#: WCAG 1.4.6; body text as on the kiosk's screens.
CONTRAST: Final = 7
BODY_CONTRAST: Final = 10

_LOOK: Final = """(limits) => {
  const flaws = [];
  const width = document.documentElement.clientWidth;
  const seen = (each) => each.checkVisibility({ visibilityProperty: true });
  const brief = (each) => `${each.tagName.toLowerCase()}.${each.className || each.id} ` +
    `"${(each.innerText || each.value || "").trim().slice(0, 24)}"`;
  const heard = (each) => each.closest(".heard, .skip");

  // The page as a whole.
  if (document.documentElement.scrollWidth > width) flaws.push("the page scrolls sideways");
  if (!/^(vi|en)$/.test(document.documentElement.lang)) flaws.push("no language");
  if (document.title.trim().length < 3) flaws.push("no title");
  if (document.querySelectorAll("h1").length !== 1) flaws.push("not one h1");
  if (document.querySelectorAll("main").length !== 1) flaws.push("not one main");

  // Controls: size, name, place.
  const controls = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  for (const control of document.querySelectorAll(controls)) {
    if (!seen(control) || heard(control)) continue;
    const target = control.matches("[type=checkbox]") ? control.closest("label") : control;
    const box = target.getBoundingClientRect();
    const least = control.matches(".primary, .main") ? limits.main : limits.target;
    if (box.width < limits.target - 0.1 || box.height < least - 0.1) {
      flaws.push(`${brief(control)}: ${Math.round(box.width)} x ${Math.round(box.height)} px`);
    }
    if (box.left < -0.5 || box.right > width + 0.5) flaws.push(`${brief(control)}: off the page`);
    const labels = [...(control.labels || [])].map((each) => each.innerText).join(" ");
    const name = control.getAttribute("aria-label") || labels || control.innerText || "";
    if (!name.trim()) flaws.push(`${brief(control)}: no name`);
  }
  for (const image of document.images) {
    if (!image.hasAttribute("alt")) flaws.push("a picture without a text for it");
  }

  // Words: size, contrast against what is really behind them, inside the page.
  const channel = (value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  const light = ([red, green, blue]) =>
    0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue);
  const colour = (text) => {
    const parts = text.match(/[\\d.]+/g).map(Number);
    return parts.length < 4 ? [...parts, 1] : parts;
  };
  const over = (top, below) => [0, 1, 2].map((n) => top[n] * top[3] + below[n] * (1 - top[3]));
  const behind = (element) => {
    const layers = [];
    for (let each = element; each; each = each.parentElement) {
      layers.push(colour(getComputedStyle(each).backgroundColor));
    }
    return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255]);
  };
  const shown = (element) => {
    let opacity = 1;
    for (let each = element; each; each = each.parentElement) {
      opacity *= Number(getComputedStyle(each).opacity);
    }
    return opacity;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const judged = new Set();
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || judged.has(element)) continue;
    judged.add(element);
    if (element.closest("script, style, noscript, option") || !seen(element) || heard(element)) {
      continue;
    }
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    if (size < limits.text - 0.05) flaws.push(`${brief(element)}: letters of ${size} px`);
    const range = document.createRange();
    for (const word of walker.currentNode.data.matchAll(/[\\p{L}\\d/:%]+/gu)) {
      if (word[0].length > 10) continue; // no syllable, number or date is longer
      range.setStart(walker.currentNode, word.index);
      range.setEnd(walker.currentNode, word.index + word[0].length);
      const tops = [...range.getClientRects()].filter((each) => each.width).map((each) => each.top);
      if (Math.max(...tops) - Math.min(...tops) > size / 2) {
        flaws.push(`${brief(element)}: breaks the word ${word[0]}`);
      }
    }
    range.selectNodeContents(walker.currentNode);
    const box = range.getBoundingClientRect();
    const inside = element.closest(".scroll, .line, dialog");
    if (box.right > width + 1 && !inside) flaws.push(`${brief(element)}: runs off`);
    const disabled = element.closest("button:disabled");
    const ground = behind(element);
    const [red, green, blue, alpha] = colour(style.color);
    const ink = over([red, green, blue, alpha * shown(element)], ground);
    const lights = [light(ink), light(ground)].sort((one, other) => other - one);
    const contrast = (lights[0] + 0.05) / (lights[1] + 0.05);
    const body = element.matches("p, li, dd, td, label, textarea") &&
      !element.closest(".stale, [class*=tint], .tag");
    if (!disabled && contrast < (body ? limits.bodyContrast : limits.contrast)) {
      flaws.push(`${brief(element)}: contrast ${contrast.toFixed(1)}`);
    }
  }

  // Reduced motion is asked for: nothing may move by itself.
  for (const each of document.getAnimations ? document.getAnimations() : []) {
    flaws.push(`${brief(each.effect.target)}: moves though motion is reduced`);
  }
  return flaws;
}"""

#: What is told from its ground by a fill alone, where the system takes fills away.
_EDGELESS: Final = """() => {
  const flaws = [];
  for (const each of document.querySelectorAll("main button, a.button, .notice, .answer, .flag")) {
    if (!each.checkVisibility({ visibilityProperty: true })) continue;
    const style = getComputedStyle(each);
    if (style.borderTopStyle === "none" || parseFloat(style.borderTopWidth) < 1) {
      flaws.push(`${each.tagName.toLowerCase()}.${each.className || each.id}: no edge`);
    }
  }
  return flaws;
}"""

#: Whether what has the focus shows it, and what it is, to recognise a circle.
_FOCUSED: Final = """() => {
  const each = document.activeElement;
  if (!each || each === document.body) return ["", true, 0];
  const style = getComputedStyle(each);
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 3;
  const all = [...document.querySelectorAll("*")];
  const name = `${each.tagName.toLowerCase()} ${(each.innerText || each.id || each.name || "")
    .trim().slice(0, 24)}`;
  return [name, outlined, all.indexOf(each)];
}"""


def flaws(page: Page) -> list[str]:
    """What is wrong with the page at its present size; empty if nothing is."""
    found: list[str] = page.evaluate(
        _LOOK,
        {
            "target": TARGET_PX,
            "main": MAIN_PX,
            "text": TEXT_PX,
            "contrast": CONTRAST,
            "bodyContrast": BODY_CONTRAST,
        },
    )
    return found


def edgeless(page: Page) -> list[str]:
    """What cannot be told from the page where the system's own colours are forced upon it."""
    page.emulate_media(forced_colors="active")
    found: list[str] = page.evaluate(_EDGELESS)
    page.emulate_media(forced_colors="none")
    return found


def keyboard_flaws(page: Page, *, presses: int = 60) -> list[str]:
    """What somebody without a mouse meets from the first press of Tab to the last control."""
    page.evaluate("document.activeElement && document.activeElement.blur()")
    found: list[str] = []
    last = -1
    for _ in range(presses):
        page.keyboard.press("Tab")
        name, outlined, place = page.evaluate(_FOCUSED)
        if not name or place <= last:
            return found if last >= 0 else ["no control can be reached with Tab"]
        if not outlined:
            found.append(f"{name}: the focus does not show")
        last = place
    return [*found, "Tab never comes to an end"]
