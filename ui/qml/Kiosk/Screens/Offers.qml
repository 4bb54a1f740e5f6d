pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Core
import Kiosk.Controls

// What can be done at this machine, for whoever passes by: signs with their names, nothing to touch.
Row {
    id: root

    required property FilingScreen filing
    required property bool building
    // Letters and signs grow with the lines above, which are read from afar.
    required property real letters

    // Where no dossiers are taken none can be followed: what is offered in its place is true there.
    readonly property var after: filing.files ? [Icons.track, "home.track"] : [Icons.information, "home.information"]
    readonly property string file: filing.tile === "file_prepare" ? "file_prepare_short" : filing.tile
    readonly property var offered: building
        ? [[Icons.guest, "building.stay"], [Icons.home, "building.temporary"], [Icons.file, "home." + file],
           [Icons.phone, "building.more"]]
        : [[Icons.ticket, "home.number"], [Icons.file, "home." + file], after,
           [Icons.feedback, "home.feedback"]]

    // Whether each word has the width for it.
    readonly property bool fits: {
        let all = true;
        for (let i = 0; i < signs.count; i++)
            all = all && ((signs.itemAt(i) as Sign)?.fits ?? false);
        return all;
    }

    spacing: Theme.gap

    Repeater {
        id: signs

        model: root.offered

        Sign {}
    }

    component Sign: Column {
        id: one

        required property var modelData
        readonly property bool fits: words.contentWidth <= width

        width: (root.width - 3 * root.spacing) / 4
        spacing: Theme.air(3)

        Rectangle {
            width: Math.min(3.6 * root.letters, parent.width)
            height: width
            radius: Theme.corner
            color: Theme.tint
            border.width: Theme.name === "contrast" ? Theme.border : 0
            border.color: Theme.hairline
            anchors.horizontalCenter: parent.horizontalCenter

            KIcon {
                anchors.centerIn: parent
                side: parent.width * 0.56
                text: one.modelData[0]
                color: Theme.primaryText
            }
        }
        Prose {
            id: words

            width: parent.width
            text: Words.of(one.modelData[1])
            font.pixelSize: root.letters
            horizontalAlignment: Text.AlignHCenter
        }
    }
}
