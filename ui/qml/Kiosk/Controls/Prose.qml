import QtQuick

// Words over several lines that never leave one short word alone on the last: where it would stand
// there, the lines before it are a little shorter. Never higher than without.
KText {
    id: root

    // Lines as wide as the item, and the least width at which they are no more: each line but the
    // last loses less than its longest word.
    readonly property real natural: metrics.advanceWidth * 1.01  // kerning of a whole line
    readonly property int lines: width > 0 ? Math.ceil(natural / width) : 1
    readonly property real longest: text.split(" ").reduce((most, word) => Math.max(most, word.length), 0)
        * natural / Math.max(1, text.length) * 1.25
    readonly property bool orphaned: !Theme.roomy && lines > 1 && lines < 5 && !text.includes("\n")
        && natural - (lines - 1) * (width - longest / 2) < 0.4 * width
    readonly property real spare: orphaned ? Math.max(0, Math.floor(width - Math.max(natural / lines + longest, 0.76 * width))) : 0
    readonly property bool centred: horizontalAlignment === Text.AlignHCenter

    leftPadding: centred ? spare / 2 : 0
    rightPadding: centred ? spare / 2 : spare

    TextMetrics {
        id: metrics

        font: root.font
        text: root.text
    }
}
