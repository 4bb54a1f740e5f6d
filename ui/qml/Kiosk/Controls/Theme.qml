pragma Singleton
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Core

// Colours, sizes and times of every screen. Lengths are in millimetres (`mm`, `air`); the
// contrasts are held by tests/unit/test_theme.py.
QtObject {
    id: theme

    // What has the focus is shown to whoever uses keys; a finger needs no ring.
    readonly property bool keyed: App.session.keyed

    // Set by the window: its shape decides the composition.
    property bool portrait: true
    property real windowWidth: 1080
    property real windowHeight: 1920

    // A large panel is seen from a step farther back: all that is drawn on it is larger, less than
    // the panel is. `pitch` is a pixel in millimetres as drawn, `exact` a length as it is.
    readonly property real breadth: Math.min(windowWidth, windowHeight) * App.mmPerPx
    readonly property real grown: breadth > 300 ? Math.sqrt(breadth / 265) : 1
    readonly property real pitch: App.mmPerPx / grown
    function exact(length: real): real { return Math.round(length / App.mmPerPx); }

    // How much room there is. A 21.5" panel, for which the pages were drawn, is 268 mm on its short
    // side and a 15.6" one 194 mm: there words of M leave as little room as words of L do here, and
    // air between things shrinks with the panel. Targets and the words one chose never do.
    readonly property real shortSide: Math.min(windowWidth, windowHeight) * pitch
    readonly property real scale: Math.min(1, shortSide / 265)
    // The short side in capitals of the body; under 20, no page could hold its words.
    function capitals(size: int): real { return shortSide / bodyCaps[size]; }
    readonly property int sizes: Math.max(2, bodyCaps.filter(cap => shortSide / cap >= 20).length)
    // How scarce the room is, from 0 to 4: by the size of the words, or a size more on a small panel.
    // Big buttons take the height that a small panel across has for helper lines.
    readonly property int scarce: Math.max(size, App.session.big && !portrait && scale < 1 ? 3 : 0, capitals(size) < 26 ? 4 : capitals(size) < 34 ? 3
        : capitals(size) < 44 ? 2 : capitals(size) < 60 ? 1 : 0)

    // What a person in a wheelchair reaches: 380 to 1,220 mm above the floor (EN 301 549 and
    // ADA 308). In the low reach nothing to touch stands above or below.
    readonly property real reachLow: 380
    readonly property real reachHigh: 1220
    readonly property real above: Math.max(lofty, reach ? windowHeight - exact(reachHigh - App.mountMm) : 0)
    readonly property real below: reach ? Math.max(0, exact(reachLow - App.mountMm)) : 0
    readonly property bool reach: App.session.reach

    // A panel taller than an arm reaches at ease bears a page as high as this at its foot, and
    // above it what is read from where one waits.
    readonly property real lofty: windowHeight > exact(800) ? windowHeight - exact(680) : 0

    // At night the waiting screen of a building is dark; whoever touches it has the theme they
    // chose, or the light one.
    readonly property string name: App.session.page === "attract" && App.information.night ? "dark"
        : App.session.theme
    readonly property int size: Math.min(App.session.size, sizes - 1)

    component Palette: QtObject {
        required property color ground
        required property color surface
        required property color ink
        required property color inkSoft
        required property color primary
        required property color primaryInk
        required property color primaryText
        required property color tint
        required property color success
        required property color successInk
        required property color notice
        required property color noticeInk
        required property color line
        required property color hairline
        required property color focus
        required property color band
        required property color bandInk
    }

    readonly property Palette light: Palette {
        ground: "#F4F6FA"; surface: "#FFFFFF"; ink: "#14213D"; inkSoft: "#303B55"
        primary: "#7A0C14"; primaryInk: "#FFFFFF"; primaryText: "#7A0C14"; tint: "#FBF1F2"
        success: "#0B3D2A"; successInk: "#FFFFFF"; notice: "#FFE9A8"; noticeInk: "#2B2300"
        line: "#7C8AA5"; hairline: "#C9D1E0"; focus: "#0B4FC0"
        band: "#7A0C14"; bandInk: "#FFFFFF"
    }
    readonly property Palette dark: Palette {
        ground: "#1B2233"; surface: "#232C40"; ink: "#F2F4F8"; inkSoft: "#E8ECF4"
        primary: "#FFE0E2"; primaryInk: "#3A0508"; primaryText: "#FFE0E2"; tint: "#2B3449"
        success: "#C9F2DC"; successInk: "#06281B"; notice: "#FFE9A8"; noticeInk: "#2B2300"
        line: "#8794B0"; hairline: "#3A455E"; focus: "#9CC4FF"
        band: "#10151F"; bandInk: "#F2F4F8"
    }
    readonly property Palette contrast: Palette {
        ground: "#000000"; surface: "#000000"; ink: "#FFFFFF"; inkSoft: "#FFFFFF"
        primary: "#FFFFFF"; primaryInk: "#000000"; primaryText: "#FFFFFF"; tint: "#000000"
        success: "#FFFFFF"; successInk: "#000000"; notice: "#000000"; noticeInk: "#FFFFFF"
        line: "#FFD400"; hairline: "#FFFFFF"; focus: "#FFD400"
        band: "#000000"; bandInk: "#FFFFFF"
    }
    readonly property Palette soft: Palette {
        ground: "#E2DED4"; surface: "#EAE6DC"; ink: "#474B55"; inkSoft: "#50545E"
        primary: "#7A3A3E"; primaryInk: "#EAE6DC"; primaryText: "#7A3A3E"; tint: "#DFD5CB"
        success: "#3A5A4A"; successInk: "#EAE6DC"; notice: "#E6D6A4"; noticeInk: "#4A4528"
        line: "#797B81"; hairline: "#C9C4B8"; focus: "#355A9A"
        band: "#7A3A3E"; bandInk: "#EAE6DC"
    }
    readonly property Palette palette: name === "dark" ? dark : name === "contrast" ? contrast
        : name === "soft" ? soft : light

    readonly property color ground: palette.ground
    readonly property color surface: palette.surface
    readonly property color ink: palette.ink
    readonly property color inkSoft: palette.inkSoft
    readonly property color primary: palette.primary
    readonly property color primaryInk: palette.primaryInk
    readonly property color primaryText: palette.primaryText
    readonly property color tint: palette.tint
    readonly property color success: palette.success
    readonly property color successInk: palette.successInk
    readonly property color notice: palette.notice
    readonly property color noticeInk: palette.noticeInk
    readonly property color line: palette.line
    readonly property color hairline: palette.hairline
    readonly property color focus: palette.focus
    readonly property color band: palette.band
    readonly property color bandInk: palette.bandInk

    // A length on the panel: of what is touched or photographed, never less than this.
    function mm(length: real): real { return Math.round(length / pitch); }

    // Air between things, and signs: as drawn for a 21.5" panel, smaller on a smaller one. No gap
    // falls under 2.6 mm, which parts two targets.
    function air(length: real): real { return mm(Math.max(Math.min(length, 2.6), length * scale)); }

    // Space: one unit is 2 mm.
    readonly property real unit: air(2)
    readonly property real margin: air(portrait ? 11 : 12)
    readonly property real gap: air(6)
    readonly property real pad: air(roomy ? 6 : 7)
    readonly property real corner: air(3)
    readonly property real border: Math.max(2, mm(0.4))
    readonly property real target: mm(App.session.big ? 31 : Math.max(20, 24 * scale))
    // The least that rows of a list may be.
    readonly property real row: mm(App.session.big ? 31 : 20)
    // Where room is scarce the words need what helper lines and air had.
    readonly property bool roomy: scarce >= 3
    readonly property bool tight: roomy && !portrait
    // The same upright: a line of a title would hold three words beside a way back that is spelt out.
    readonly property bool cramped: portrait && capitals(size) < 26
    // Pages say what is needed to go on, titles and buttons grow no more than the body.
    readonly property bool brief: tight || cramped
    // Icons grow with the words they stand beside.
    readonly property real icon: Math.max(air(8), body * 1.05)
    // A sign beside words, as drawn for a 21.5" panel in M, is never a dot beside larger ones; across,
    // large words need the width.
    function sign(length: real): real { return tight ? air(length) : Math.max(air(length), body * 0.85); }

    // Type: capital heights in millimetres (screens of public machines: 4.8 mm at least).
    // Headings grow less than the body does, or a line would hold only five letters.
    readonly property var bodyCaps: [3.85, 5.2, 6.75, 8.75, 12.0]
    readonly property var captionCaps: [3.85, 4.8, 5.4, 7.0, 9.6]
    readonly property var headingCaps: [5.4, 7.2, 8.2, 9.8, 12.0]
    readonly property var titleCaps: [7.4, 9.6, 10.6, 11.6, 13.0]
    readonly property real notoCap: 0.714    // capital height over font size
    readonly property real vietnamCap: 0.7
    // Under 14 px the strokes of a letter are paler than their colour: a coarse panel's S is larger.
    function bodyPx(cap: real): int { return Math.max(14, Math.round(cap / notoCap / pitch)); }
    function headPx(cap: real): int { return Math.max(14, Math.round(cap / vietnamCap / pitch)); }
    readonly property int body: bodyPx(bodyCaps[size])
    // Strokes of a letter as small as this cover no whole pixel: they are cut heavier.
    readonly property bool coarse: caption < 16
    readonly property int caption: bodyPx(captionCaps[size])
    readonly property int heading: headPx(Math.max(bodyCaps[size], headingCaps[size] * (1 + scale) / 2))
    // Large words in landscape: a title is told by its place, and buttons speak as low as captions.
    readonly property int title: brief ? heading : Math.max(heading, headPx(titleCaps[size] * scale))
    readonly property int deed: headPx(tight ? captionCaps[size] : cramped ? bodyCaps[size] : headingCaps[size])
    readonly property string bodyFamily: "Noto Sans"
    readonly property string headFamily: "Be Vietnam Pro"
    readonly property string iconFamily: "remixicon"
    readonly property string handFamily: "Material Design Icons"

    readonly property bool animated: App.animated && !App.session.still
    readonly property int motion: animated ? 180 : 0
    // A double tap must not choose something on the page that the first tap opened.
    readonly property int settle: App.animated ? 400 : 0
}
