import QtQuick

// Text that never cuts a mark: stacked capitals of Be Vietnam Pro reach 0.23 em above the
// line box, so the room for them is part of the item.
Text {
    property bool head: false

    color: Theme.ink
    font.family: head ? Theme.headFamily : Theme.bodyFamily
    property bool strong: false
    readonly property int sides: horizontalAlignment  // for the audit, which cannot read the enum

    font.weight: head ? Font.DemiBold : Font.Normal
    // Noto Sans comes as one variable file, whose weight is an axis.
    font.variableAxes: head ? ({}) : ({ "wght": strong ? 600 : Theme.coarse ? 500 : 400 })
    font.pixelSize: head ? Theme.heading : Theme.body
    font.features: { "tnum": 1 }
    lineHeight: head ? 1.18 : 1.05  // of the font's own 1.26 and 1.36 em
    topPadding: head ? Math.ceil(font.pixelSize * 0.25) : 0
    wrapMode: Text.WordWrap
    textFormat: Text.PlainText
    renderType: Text.QtRendering
    verticalAlignment: Text.AlignVCenter
    Accessible.role: Accessible.StaticText
    Accessible.name: text
}
