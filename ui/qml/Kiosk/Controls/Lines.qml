pragma Singleton
pragma ComponentBehavior: Bound
import QtQml
import Kiosk.Core

// Where lines of words end: as few lines as there must be, no compound torn (*kết hôn*), no number
// from what it counts, no short word alone on the last, rather before a bracket; else full.
QtObject {
    id: lines

    readonly property var compounds: new Set(App.texts.compounds)

    // What a torn compound costs, in squares of what a line lacks of its width; a number without its
    // word, or a word in two parts; no bracket; each part of the width the last line lacks of its share.
    readonly property real torn: 0.4
    readonly property real counted: 0.2
    readonly property real bracket: 0.2
    readonly property real alone: 1.5
    readonly property real share: 0.4

    // Words with a space before each, and parts of words after a stroke without: " Người/", "cơ".
    function parts(text: string): var {
        return (" " + text).replace(/([^ ][\/-])(?=[^ \d])/g, "$1\n").replace(/ +/g, "\n ").slice(1).split("\n");
    }
    function together(one: string, other: string): bool {
        const first = one.replace(/^ [("“]+/, " "), second = other.replace(/[)"”.,;:!?–-]+$/, "");
        return compounds.has(`${first}${second}`.trim().toLowerCase());
    }
    function cut(one: string, other: string): real {
        if (together(one, other))
            return torn;
        if (/^ [(]/.test(other))
            return -bracket;
        if (!other.startsWith(" "))
            return counted;
        return /\d$/.test(one) || /^ \d/.test(other) && !/[,.;:]$/.test(one) ? counted : 0;
    }
    // Widths of the lines of `words`, which are this wide with this much before each; the last is as
    // wide as it may be.
    function broken(words: var, widths: var, before: var, wide: real): var {
        const best = [{ lines: 0, cost: 0, begin: 0, length: 0 }];
        for (let end = 1; end <= words.length; end++) {
            const last = end === words.length;
            const there = last ? 0 : cut(words[end - 1], words[end]);
            let length = 0, found = null;
            for (let begin = end - 1; begin >= 0; begin--) {
                length += widths[begin] + (begin < end - 1 ? before[begin + 1] : 0);
                if (length > wide && found)
                    break;
                const left = Math.max(0, 1 - length / wide);
                const price = last ? alone * Math.max(0, left - 1 + share) * (begin > 0) : left * left;
                const lines = best[begin].lines + 1, cost = best[begin].cost + price + there;
                if (!found || lines < found.lines || lines === found.lines && cost < found.cost)
                    found = { lines: lines, cost: cost, begin: begin, length: length };
            }
            best.push(found);
        }
        const ends = [];
        for (let end = words.length; end > 0; end = best[end].begin)
            ends.unshift(end === words.length ? wide : Math.min(wide, 1.005 * best[end].length + before[end]));
        return ends;
    }
}
