pragma ComponentBehavior: Bound
import QtQuick

// Rows of any height in the order of the model; what does not fit follows on a next page, behind
// a button that says so. Never scrolled: a finger that rests must not move what it reads.
// A row whose mark is "head" names those after it: it has a line of its own, never the last of a
// page, and stands once more above what of its group follows on the next one.
Item {
    id: root

    required property var model          // list of rows
    required property Component row      // child of a PagedRow; says its `implicitHeight`
    property int columns: 1
    property real spacing: Theme.air(Theme.roomy ? 3 : 4)
    // Left, bottom, width and least height of the button beside the rows; without, it stands below.
    property rect aside: Qt.rect(0, 0, 0, 0)
    property string step: ""             // another step begins at its first page
    property bool filled: false          // a row that is alone in its line has all of it
    property bool trimmed: false         // what does not fit is left out, not on a next page
    property bool spread: !trimmed       // what room is left is given to the rows, `growth` mm each
    property real growth: 28
    // What is said of all rows: an item with a `least` height. On one page it has what the rows leave
    // free, below them, or above where it leads to them (`leads`): then it is never left out.
    property Component said: null
    property bool leads: false
    property int page: 0
    property int pages: 1
    property real whole: 0               // height of all rows on one page
    property list<int> named: []         // by page: the row that names what goes on there, or -1
    readonly property real stride: more.implicitHeight
    readonly property int name: named[page] ?? -1
    readonly property real cell: (width - (columns - 1) * spacing) / columns

    onStepChanged: page = 0
    onModelChanged: layOut()
    onHeightChanged: layOut()
    onWidthChanged: layOut()
    onCellChanged: layOut()  // the size of the letters decides how many columns there are
    onSpacingChanged: layOut()
    onAsideChanged: layOut()
    onSaidChanged: layOut()
    Component.onCompleted: layOut()

    function names(index: int): bool {
        return (rows.itemAt(index) as PagedRow)?.naming ?? false;
    }
    // How many rows stand in the line that begins with this one.
    function abreast(first: int): int {
        let count = 1;
        while (!names(first) && count < columns && first + count < rows.count && !names(first + count))
            count++;
        return count;
    }
    // Height of the line that begins with this row.
    function tallness(first: int): real {
        let tall = 0;
        for (let i = first; i < first + abreast(first); i++)
            tall = Math.max(tall, ((rows.itemAt(i) as PagedRow)?.item as Item)?.implicitHeight ?? 0);
        return tall;
    }
    function extent(): real {
        let y = 0;
        for (let first = 0; first < rows.count; first += abreast(first))
            y += tallness(first) + spacing;
        return Math.max(0, y - spacing);
    }
    // Says which rows are alone in their lines.
    function part(): void {
        for (let first = 0, count = 1; first < rows.count; first += count) {
            count = abreast(first);
            for (let i = first; i < first + count; i++) {
                const item = rows.itemAt(i) as PagedRow;
                if (item)
                    item.lone = filled && columns > 1 && count === 1;
            }
        }
    }
    // Places rows into lines of `columns`; returns the number of pages.
    function place(room: real): int {
        let y = 0, sheet = 0, line = 0, name = -1;
        const above = [-1];
        for (let first = 0, count = 1; first < rows.count; first += count) {
            count = abreast(first);
            const tall = tallness(first), naming = names(first);
            const least = naming && first + 1 < rows.count ? tall + spacing + tallness(first + 1) : tall;
            if ((y > 0 || trimmed) && y + least > room) {
                sheet++;
                line = 0;
                // Where its name would leave no room for a row, the row stands alone.
                const again = naming || name < 0 ? 0 : tallness(name) + spacing;
                y = again + tall > room ? 0 : again;
                above.push(y > 0 ? name : -1);
            }
            if (naming)
                name = first;
            for (let i = first; i < first + count; i++) {
                const item = rows.itemAt(i) as PagedRow;
                if (!item)
                    continue;
                item.x = (i - first) * (cell + spacing);
                item.y = y;
                item.height = tall;
                item.sheet = sheet;
                item.line = line;
            }
            y += tall + spacing;
            line += naming ? 0 : 1;
        }
        named = above;
        return sheet + 1;
    }
    // A page of few rows is not half empty: they grow, or stand farther apart. Those of the last of
    // several pages grow no more than those before them.
    function spreadOut(room: real, grown: real): void {
        let sheet = [], most = Theme.mm(grown);
        for (let i = 0; i <= rows.count; i++) {
            const item = rows.itemAt(i) as PagedRow;
            if (sheet.length > 0 && item?.sheet !== sheet[0].sheet) {
                const free = room - sheet[sheet.length - 1].y - sheet[sheet.length - 1].height;
                most = Math.max(0, Math.floor(Math.min(free / (sheet[sheet.length - 1].line + 1), most)));
                sheet.forEach(each => {
                    each.y += each.line * most;
                    each.height += each.naming ? 0 : most;
                });
                sheet = [];
            }
            if (item)
                sheet.push(item);
        }
    }
    // Gives what is said its place.
    function speak(heard: bool, least: real): void {
        let end = 0;
        for (let i = 0; i < rows.count; i++) {
            const item = rows.itemAt(i) as PagedRow;
            end = Math.max(end, item ? item.y + item.height : 0);
        }
        const from = end > 0 ? end + spacing : 0;
        saying.visible = heard;
        saying.y = leads ? 0 : from;
        saying.height = pages > 1 ? least : Math.max(least, height - from);
        for (let i = 0; heard && leads && i < rows.count; i++) {
            const item = rows.itemAt(i) as PagedRow;
            if (item)
                item.y += saying.height + spacing;
        }
    }
    // The page on which a row stands.
    function turnTo(index: int): void {
        page = (rows.itemAt(index) as PagedRow)?.sheet ?? page;
    }
    // At once, not later: what is drawn first is already in its place. A row that turns out higher
    // while rows are placed has all of them placed once more.
    function layOut(): void {
        again = true;
        if (placing)
            return;
        placing = true;
        for (let turn = 0; again && turn < 4; turn++) {
            again = false;
            part();
            whole = extent();
            const least = (saying.item as Saying)?.least ?? 0;
            const kept = least > 0 ? least + spacing : 0;
            const full = leads ? height - kept : height;
            let needed = place(full), room = full;
            if (needed > 1 && !trimmed && aside.width === 0) {
                room -= more.implicitHeight + spacing;
                needed = place(room);
            }
            pages = needed;
            const heard = kept > 0 && (leads || pages === 1 && room - whole >= kept);
            if (spread)
                spreadOut(heard && !leads ? room - kept : room, heard ? Math.min(growth, 6) : growth);
            speak(heard, least);
            page = Math.min(page, pages - 1);
        }
        placing = false;
    }
    property bool placing: false
    property bool again: false

    Repeater {
        id: rows

        model: root.model
        onItemAdded: root.layOut()

        PagedRow {
            width: naming || lone ? root.width : root.cell
            visible: sheet === root.page
            sourceComponent: root.row
            onLoaded: root.layOut()
            onImplicitHeightChanged: root.layOut()
        }
    }
    Loader {
        id: saying

        visible: false
        width: root.width
        sourceComponent: root.said
        onLoaded: root.layOut()
    }
    Connections {
        target: saying.item
        ignoreUnknownSignals: true
        function onLeastChanged() { root.layOut(); }
    }
    PagedRow {
        width: root.width
        modelData: root.model[Math.max(0, root.name)] ?? ({})
        height: (item as Item)?.implicitHeight ?? 0
        active: root.name >= 0
        sourceComponent: root.row
    }
    KButton {
        id: more

        objectName: "more"
        visible: root.pages > 1 && !root.trimmed
        icon: Icons.next
        label: Words.of(root.page + 1 < root.pages ? "filing.more" : "filing.first")
        width: root.aside.width > 0 ? root.aside.width : root.width
        x: root.aside.x
        height: Math.max(implicitHeight, root.aside.height)
        y: (root.aside.width > 0 ? root.aside.y : root.height) - height
        onImplicitHeightChanged: root.layOut()
        onClicked: root.page = (root.page + 1) % root.pages
    }
}
