pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Core

// Our own keyboard: Telex on the letters, and every Vietnamese letter and tone as a key of its
// own for people who know no Telex. As wide as its place, as high as its rows.
Rectangle {
    id: root

    required property Typing typing

    // Named apart from `typing`, whose one signal comes with every key: the rows are built anew
    // only when these change.
    readonly property string layout: typing.layout
    readonly property bool symbols: typing.symbols
    readonly property bool others: typing.others
    readonly property string shift: typing.shift
    readonly property bool upper: shift !== "off"
    readonly property bool pad: typing.figures
    readonly property real gap: Theme.mm(2.6)  // rounding to pixels must not make it less than 2.54
    // Height that the page can give; big keys take it up to 31 mm. Their width is the panel's: ten
    // letters of 30 mm need 340 mm, so a 21.5" panel upright has 22 mm, a 15.6" one 16 mm.
    property real most: 0
    property bool roomy: false  // else keys that are not big stay as low as they may be
    property bool whole: false  // figures as wide as their place, and as high
    readonly property bool big: App.session.big && !pad && !Theme.roomy  // large words need the height themselves
    readonly property real grown: (most - 2 * Theme.air(3) - (rows.length - 1) * gap) / Math.max(1, rows.length)
    // A small panel across has no height for four rows of big figures: they take what there is.
    readonly property bool flat: pad && small && App.session.big && !Theme.portrait
    readonly property real floor: pad && !flat ? Theme.target : Theme.mm(20)
    // Its height while its keys are no bigger than they must be.
    readonly property real lowest: rows.length * (floor + gap) - gap + 2 * Theme.air(3)
    readonly property real rowHeight: roomy && !big && (!small || whole && !flat)
        ? Math.max(floor, Math.min(Theme.mm(whole ? 36 : pad ? 30 : 25), Math.floor(grown)))
        : pad && !flat ? Theme.target : big || flat ? Math.max(Theme.mm(20), Math.min(Theme.mm(31), Math.floor(grown)))
        : Theme.mm(20)
    // No wider than an arm reaches without a step, as large as all else on a large panel; figures
    // stand together. On a small panel ten letters of 15 mm need the whole width.
    readonly property bool small: Theme.scale < 1
    readonly property real room: whole ? width : Math.min(width - (small || App.session.big ? 0 : 2 * Theme.margin), pad ? Theme.mm(150) : Theme.mm(340))
    readonly property var rows: rowsOf(layout, symbols, others, Theme.portrait)

    color: Theme.ground
    implicitHeight: column.implicitHeight + 2 * Theme.air(3)
    height: implicitHeight

    // Keys by name, from the top; the name of a key that writes is what it writes.
    function rowsOf(layout: string, symbols: bool, others: bool, portrait: bool): var {
        switch (layout) {
        case "digits":
        case "date":
        case "moment":
        case "clock":
            return ["1 2 3", "4 5 6", "7 8 9", "clear 0 backspace"];
        case "code":
            return ["1 2 3 4 5 6 7 8 9 0", "Q W E R T Y P", "A S D F G H J K", "clear X C V B N M backspace"];
        case "codes":
            return ["1 2 3 4 5 6 7 8 9 0", "Q W E R T Y U I O P", "A S D F G H J K L",
                ...portrait ? ["Z X C V B N M . -", "clear backspace"] : ["clear Z X C V B N M . - backspace"]];
        case "email":
            if (small && !portrait)  // as with letters: four rows
                return ["1 2 3 4 5 6 7 8 9 0 backspace", "q w e r t y u i o p @", "a s d f g h j k l . -",
                    "z x c v b n m _ .com .vn @gmail.com"];
            return ["1 2 3 4 5 6 7 8 9 0", "q w e r t y u i o p", "a s d f g h j k l",
                "z x c v b n m backspace", "@ . - _ .com .vn @gmail.com"];
        }
        const tones = "tone.sac tone.huyen tone.hoi tone.nga tone.nang";
        const marked = portrait ? ["ă â ê ô ơ ư đ", tones] : ["ă â ê ô ơ ư đ " + tones];
        // Of names in Ê Đê, Ba Na, Gia Rai, Mnông, Cơ Ho and Chăm, and of foreigners.
        const written = others
            ? ["ʼ ƀ č ĕ ğ ĭ ñ ŏ ŭ", "â̆ ê̆ ô̆ ơ̆ ư̆ ł", "shift ä å ç ö ø ü backspace"] : symbols
            ? ["1 2 3 4 5 6 7 8 9 0", "- / : ; ( ) ' \" # *", "@ _ + = % & ? ! backspace"]
            : ["q w e r t y u i o p", "a s d f g h j k l", "shift z x c v b n m backspace"];
        if (portrait || !small)
            return [...marked, ...written, "symbols others clear space , ."];
        // 194 mm of height have room for four rows; across there is more than ten letters need.
        const [first, second, third] = written;
        return ["ă â ê ô ơ ư " + tones, first + " backspace clear", "symbols " + second + " , .",
            third.replace(" backspace", "") + " đ others space"];
    }

    // Width of a key against a letter.
    function weight(key: string): real {
        if (root.pad)
            return 1;
        switch (key) {
        case "space": return !small ? 3.2 : Theme.portrait ? 2.6 : 2.2;
        case "others": return small ? 2.4 : 2;
        case ".com":
        case ".vn": return 1.4;
        case "@gmail.com": return 3;
        case "clear": return small ? 2.1 : 1.8;
        case "backspace": return 1.8;
        case "shift":
        case "symbols": return 1.4;
        default: return key.startsWith("tone.") ? (small ? 1.6 : 1.3) : 1;
        }
    }

    // What stands on a key.
    function cap(key: string): string {
        switch (key) {
        case "clear": return Words.of("typing.clear");
        case "backspace": return Words.of("typing.backspace");
        case "space": return Words.of("typing.space");
        case "symbols": return root.symbols ? "ABC" : "123";
        case "others": return root.others ? "ABC" : Words.of("typing.others");
        case "shift": return "";
        }
        if (key.startsWith("tone."))
            return Words.of("typing.mark_" + key.slice(5));
        return root.upper ? key.toUpperCase() : key;
    }

    // Signs whose sight says nothing to a voice, by the name of their text.
    readonly property var signs: ({
        ".": "dot", ",": "comma", "-": "hyphen", "/": "slash", ":": "colon", ";": "semicolon",
        "(": "open", ")": "close", "'": "apostrophe", "\"": "quote", "#": "hash", "*": "star",
        "@": "at", "_": "underscore", "+": "plus", "=": "equals", "%": "percent", "&": "and",
        "?": "question", "!": "exclamation", "ʼ": "raised",
        ".com": "com", ".vn": "vn", "@gmail.com": "gmail"
    })

    // What a voice says of a key.
    function name(key: string): string {
        switch (key) {
        case "backspace": return Words.of("typing.backspace_name");
        case "symbols": return root.symbols ? Words.of("typing.letters_name") : Words.of("typing.symbols_name");
        case "others": return root.others ? Words.of("typing.letters_name") : Words.of("typing.others_name");
        case "shift":
            return root.shift === "lock" ? Words.of("typing.shift_lock")
                : root.upper ? Words.of("typing.shift_once") : Words.of("typing.shift_off");
        }
        if (key.startsWith("tone."))
            return Words.of("typing.tone_" + key.slice(5));
        if (key in root.signs)
            return Words.of("typing.sign_" + root.signs[key]);
        return "0" <= key && key <= "9" ? Words.of("typing.digit_" + key) : root.cap(key);
    }

    function act(key: string): void {
        switch (key) {
        case "backspace": root.typing.backspace(); break;
        case "clear": root.typing.clear(); break;
        case "space": root.typing.space(); break;
        case "shift": root.typing.toggleShift(); break;
        case "symbols": root.typing.toggleSymbols(); break;
        case "others": root.typing.toggleOthers(); break;
        default: root.typing.press(key);
        }
    }

    // Not named Key: Python, which walks the items in tests, would take it for the Qt enum Key.
    component Keycap: Pressable {
        id: key

        required property string modelData
        readonly property bool on: modelData === "shift" && root.upper
        readonly property bool wordy: modelData.length > 2  // a letter and its second mark are two
        readonly property bool thin: modelData in root.signs  // a dash of the smallest letters is no whole pixel
        readonly property color inkColor: on ? Theme.primaryInk : Theme.ink
        readonly property string icon: modelData === "backspace" ? Icons.backspace
            : modelData === "shift" ? Icons.shift : ""

        objectName: "key." + modelData
        label: root.name(modelData)
        face: on ? Theme.primary : Theme.surface
        facePressed: on ? Qt.darker(Theme.primary, 1.25) : Theme.tint
        edge: on ? Theme.primary : Theme.line
        onClicked: root.act(modelData)

        Row {
            anchors.centerIn: parent
            spacing: Theme.unit

            KIcon {
                // A word that is too long for both stands alone.
                visible: key.icon !== "" && (!word.visible
                    || width + parent.spacing + word.implicitWidth <= key.width - Theme.unit)
                text: key.icon
                side: Theme.air(9)
                color: key.inkColor
                anchors.verticalCenter: parent.verticalCenter
            }
            KText {
                id: word

                visible: text !== ""
                // The heading's letters are not that many, and wider.
                head: key.wordy ? !root.small : !root.others
                strong: true
                text: root.cap(key.modelData)
                color: key.inkColor
                // Larger does not fit a key; the field shows what was typed in full size.
                font.pixelSize: Math.min(key.thin ? Infinity : Theme.heading, root.small && key.wordy ? Math.min(Theme.caption, Theme.bodyPx(5.3)) : Theme.headPx(key.wordy ? 5.4 : 8.2))
                topPadding: Math.ceil(font.pixelSize * 0.25)
                bottomPadding: topPadding / 2
                wrapMode: Text.NoWrap
                anchors.verticalCenter: parent.verticalCenter
                Accessible.ignored: true
            }
        }
        Rectangle {  // all capitals until it is touched again
            visible: key.on && root.shift === "lock"
            width: Theme.air(8)
            height: Theme.air(1)
            color: key.inkColor
            anchors { horizontalCenter: parent.horizontalCenter; bottom: parent.bottom; bottomMargin: Theme.air(3) }
        }
    }

    MouseArea { anchors.fill: parent }  // a touch between two keys is not for the page below
    Rectangle {
        anchors { left: parent.left; right: parent.right; top: parent.top }
        height: Theme.border
        color: Theme.hairline
    }
    Column {
        id: column

        anchors { horizontalCenter: parent.horizontalCenter; top: parent.top; topMargin: Theme.air(3) }
        spacing: root.gap

        Repeater {
            model: root.rows

            Row {
                id: row

                required property string modelData
                readonly property var keys: modelData.split(" ")
                readonly property real free: root.room - (keys.length - 1) * root.gap

                // Width of the first `count` keys, in whole pixels: rows end at the same place.
                function upTo(count: int): int {
                    const heavy = some => some.reduce((sum, key) => sum + root.weight(key), 0);
                    return Math.round(free * heavy(keys.slice(0, count)) / heavy(keys));
                }

                // Letters alone may be 15 mm; a small panel needs what that saves.
                readonly property bool low: root.small && !root.pad && !(root.big && root.grown > Theme.mm(20)) && keys.every(key => key.length <= 2)

                spacing: root.gap

                Repeater {
                    model: row.keys

                    Keycap {
                        required property int index

                        width: row.upTo(index + 1) - row.upTo(index)
                        height: row.low ? Theme.mm(15.2) : root.rowHeight
                    }
                }
            }
        }
    }
}
