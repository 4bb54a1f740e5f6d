import QtQuick

// One glyph of an icon font: Remix, or Material Design where that has a better hand (its glyphs lie
// beyond the first plane and are two units long); always beside a word, so it has no name of its own.
Text {
    property real side: Theme.icon

    width: side
    height: side
    color: Theme.ink
    font.family: text.length > 1 ? Theme.handFamily : Theme.iconFamily
    font.pixelSize: side
    horizontalAlignment: Text.AlignHCenter
    verticalAlignment: Text.AlignVCenter
    textFormat: Text.PlainText
    Accessible.ignored: true
}
