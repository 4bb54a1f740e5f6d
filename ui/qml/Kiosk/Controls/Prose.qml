import QtQuick

// Words over several lines that tear no compound apart and leave no short word alone on the last:
// lines end where `Lines` says. Never higher than without.
KText {
    id: root

    readonly property real natural: metrics.advanceWidth * 1.01  // on one line; kerning of it
    // By this much Qt counts the last of lines that are laid out one by one too low; `Seen` knows it.
    readonly property real rest: (lineHeight - 1) * font.pixelSize * (head ? 1.26 : 1.36)
    readonly property bool centred: horizontalAlignment === Text.AlignHCenter

    // How wide each line is; nothing where Qt may fill them. While a font changes its words are
    // laid out before bindings to it follow, so it is asked here.
    function ends(wide: real): var {
        if (wide <= 0 || text.includes("\n"))
            return [];
        metric.font = font;
        const whole = metric.advanceWidth(text);
        if (whole <= wide || whole > 9 * wide)
            return [];
        const words = Lines.parts(text), space = metric.advanceWidth(" ");
        const before = words.map(word => word.startsWith(" ") ? space : 0);
        const widths = words.map(word => metric.advanceWidth(word.trim()));
        return Lines.broken(words, widths, before, wide - 0.1);
    }
    property var planned: []  // written while it is laid out, read by nothing else

    onLineLaidOut: line => {
        // Qt puts the first line, and all, lower where lines are laid out one by one.
        line.y -= 1.5 * line.height * (1 - 1 / lineHeight);
        if (line.number === 0)
            planned = ends(width);
        if (line.number >= planned.length)
            return;
        line.width = planned[line.number];
        if (centred)
            line.x = (width - line.width) / 2;
    }

    TextMetrics {
        id: metrics

        font: root.font
        text: root.text
    }
    FontMetrics { id: metric }
}
