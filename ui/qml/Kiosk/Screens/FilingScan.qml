pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Core
import Kiosk.Controls

// One paper: live until it is shot, then the straightened page with a verdict in words.
Item {
    id: root

    required property string title
    required property list<var> ways
    required property PaperScreen paper
    required property Camera camera

    signal wayChosen(string key)

    readonly property bool taken: paper.picture !== ""
    readonly property var open: taken || paper.busy ? [] : ways
    readonly property real side: Theme.portrait ? width : Math.round(width * (Theme.tight ? 0.56 : 0.42))

    Item {
        id: view

        width: Theme.portrait ? root.width : root.width - root.side - Theme.gap
        height: verdict.visible && (Theme.portrait || verdict.under) ? verdict.y - Theme.air(4)
            : Theme.portrait ? controls.y - Theme.air(4) : root.height

        CameraLive {
            objectName: "scan.live"
            visible: !root.taken && root.camera.present
            anchors.fill: parent
            camera: root.camera
            outline: true
            told: verdict.visible
        }
        Image {
            objectName: "scan.picture"
            visible: root.taken
            anchors.fill: parent
            source: root.paper.picture
            cache: false  // Qt would keep the decoded page after its person has left
            fillMode: Image.PreserveAspectFit
            Accessible.role: Accessible.Graphic
            Accessible.name: root.title
        }
    }
    // Beside its picture; across, why there is none stands under the live one, so that the other
    // ways keep their room.
    Banner {
        id: verdict

        readonly property bool under: !Theme.portrait && !root.taken

        objectName: "scan.verdict"
        visible: root.paper.verdict !== ""
        x: under ? 0 : controls.x
        y: under ? root.height - height : controls.y - controls.spacing - height
        width: under ? view.width : root.side
        good: root.paper.good
        icon: good ? Icons.done : Icons.attention
        pixelSize: Theme.brief && !root.taken ? Theme.caption : Theme.body
        text: root.paper.verdict
    }
    Column {
        id: controls

        x: Theme.portrait ? 0 : view.width + Theme.gap
        y: root.height - height
        width: root.side
        spacing: Theme.air(Theme.roomy ? 2.6 : 4)

        Fact {
            id: count

            objectName: "scan.pages"
            visible: root.paper.pageCount > 0 && !Theme.brief  // the last page's key has its number
            width: parent.width
            icon: Icons.papers
            text: Words.counted("filing.scan_pages", root.paper.pageCount)
        }
        KButton {
            objectName: "scan.keep"
            visible: root.paper.usable
            primary: root.paper.good
            enabled: !root.paper.busy
            width: parent.width
            label: Words.of("filing.scan_keep")
            onClicked: root.paper.keep()
        }
        Row {
            visible: root.taken
            width: parent.width
            spacing: Theme.gap

            KButton {
                id: again

                objectName: "scan.again"
                height: added.visible ? Math.max(implicitHeight, added.implicitHeight) : implicitHeight
                enabled: !root.paper.busy
                primary: !root.paper.usable
                width: root.paper.usable ? (parent.width - parent.spacing) / 2 : parent.width
                label: Words.of("filing.scan_again")
                onClicked: root.paper.retake()
            }
            KButton {
                id: added

                objectName: "scan.more"
                height: again.height
                visible: root.paper.usable
                enabled: !root.paper.busy
                width: (parent.width - parent.spacing) / 2
                label: Words.of("filing.scan_more")
                onClicked: root.paper.keepAndMore()
            }
        }
        KButton {
            id: shoot

            objectName: "scan.shoot"
            visible: !root.taken && root.camera.present && !root.camera.coarse  // the picture says why
            primary: true
            enabled: !root.paper.busy && !root.paper.full
            width: parent.width
            label: Words.of(root.paper.busy ? "filing.scan_shooting" : "filing.scan_shoot")
            onClicked: root.paper.shoot()
        }
        // The other ways turn pages where there is no room for all of them; upright the picture
        // keeps half of the height, or what a sentence about a camera that fails leaves of it.
        Paged {
            id: more

            readonly property real most: root.height * (Theme.portrait ? 0.55 : 1)
                - (count.visible ? count.height + controls.spacing : 0)
                - (shoot.visible ? shoot.height + controls.spacing : 0)

            visible: root.open.length > 0
            width: parent.width
            height: Math.min(most, whole)
            spacing: controls.spacing
            model: root.open
            row: Component {
                KButton {
                    readonly property var item: (parent as PagedRow).entry

                    objectName: "scan.way." + item.key
                    width: more.cell
                    height: parent.height
                    label: item.label
                    onClicked: root.wayChosen(item.key)
                }
            }
        }
    }
}
