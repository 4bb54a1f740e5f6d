/* Words of a notice that is not saved outlive a session that ended: they wait in this tab alone,
   for whoever wrote them, and go once they are saved or thrown away. */
(function () {
  "use strict";
  var unsent = ["csrf", "kept_picture"];

  function asWritten(form) {
    return Array.from(new FormData(form)).filter(function (field) {
      return typeof field[1] === "string" && !unsent.includes(field[0]);
    });
  }
  function put(form, fields) {
    Array.from(form.elements).forEach(function (element) {
      if (!element.name || element.type === "file" || unsent.includes(element.name)) { return; }
      var values = fields.filter(function (field) { return field[0] === element.name; })
        .map(function (field) { return field[1]; });
      if (element.type === "checkbox") {
        element.checked = values.includes(element.value);
      } else if (values.length && element.tagName !== "BUTTON") {
        element.value = values[0];
      }
    });
  }
  function ofList(list) {
    var address = new URL(location.href);
    var saved = address.searchParams.get("saved");
    if (saved === null) { return; }
    sessionStorage.removeItem(list.dataset.writer + ":" + saved);
    address.searchParams.delete("saved");
    history.replaceState(null, "", address);
  }
  function ofForm(form) {
    var name = form.dataset.writer + ":" + form.dataset.notice;
    var kept = sessionStorage.getItem(name);
    var note = document.getElementById("unsaved");
    function forget() { sessionStorage.removeItem(name); }
    function keep() { sessionStorage.setItem(name, JSON.stringify(asWritten(form))); }

    if (form.dataset.shown !== "anew") {
      keep();
    } else if (kept !== null) {
      put(form, JSON.parse(kept));
      form.querySelectorAll("details").forEach(function (part) {
        part.open = part.open || Array.from(part.querySelectorAll("input, textarea"))
          .some(function (field) { return field.type === "checkbox" ? field.checked : field.value; });
      });
      note.hidden = false;
    }
    form.addEventListener("input", keep);
    document.getElementById("leave").addEventListener("click", forget);
    document.getElementById("forget").addEventListener("click", function () {
      forget();
      form.reset();
      note.hidden = true;
    });
  }

  var list = document.getElementById("notices");
  var form = document.getElementById("notice");
  if (list) { ofList(list); }
  if (form) { ofForm(form); }
}());
