import QtQuick

// Words over several lines that never leave one short word alone on the last: where it would stand
// there, the lines before it are a little shorter. Never higher than without.
KText {
    id: root

    readonly property real natural: metrics.advanceWidth * 1.01  // on one line; kerning of it
    readonly property real spare: text.includes("\n") ? 0 : spared(text, font, width)
    readonly property bool centred: horizontalAlignment === Text.AlignHCenter

    leftPadding: centred ? spare / 2 : 0
    rightPadding: centred ? spare / 2 : spare

    // Lines of words of these widths, how long the last one is and the longest.
    function broken(widths: list<real>, space: real, wide: real): var {
        let lines = 1, x = 0, longest = 0;
        for (const word of widths) {
            if (x > 0 && x + space + word > wide) {
                lines++;
                x = 0;
            }
            x += (x > 0 ? space : 0) + word;
            longest = Math.max(longest, x);
        }
        return { lines: lines, last: x, longest: longest };
    }
    // What lines of `wide` can do without, so that the last has its part of the words.
    function spared(words: string, face: font, wide: real): int {
        if (wide <= 0 || natural <= 1.01 * wide || natural > 5 * wide)
            return 0;
        const widths = words.split(" ").map(word => metric.advanceWidth(word));
        const space = metric.advanceWidth(" ");
        const asDrawn = broken(widths, space, wide);
        if (asDrawn.last >= 0.4 * wide)
            return 0;
        let narrow = wide;
        for (let part = 0.96; part >= 0.6; part -= 0.04) {
            const tried = broken(widths, space, wide * part / 1.01);
            if (tried.lines > asDrawn.lines)
                break;
            narrow = Math.min(wide, 1.01 * tried.longest + 1);  // no wider: a word would go back up
            if (tried.last >= 0.4 * narrow)
                break;
        }
        return Math.floor(wide - narrow);
    }

    TextMetrics {
        id: metrics

        font: root.font
        text: root.text
    }
    FontMetrics {
        id: metric

        font: root.font
    }
}
