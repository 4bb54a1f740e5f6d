import QtQuick

// One glyph of the icon font; always beside a word, so it has no name of its own.
Text {
    property real side: Theme.icon

    width: side
    height: side
    color: Theme.ink
    font.family: Theme.iconFamily
    font.pixelSize: side
    horizontalAlignment: Text.AlignHCenter
    verticalAlignment: Text.AlignVCenter
    textFormat: Text.PlainText
    Accessible.ignored: true
}
