pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Core
import Kiosk.Controls

// Things to read in rows: papers, what is said about data, answers before they are sent.
Paged {
    id: root

    required property FilingScreen filing

    readonly property bool editable: ["check", "list"].includes(filing.look)

    // Across, the largest words above the rows would leave room for one: they are the first row.
    readonly property var above: Theme.tight && !editable ? [{ key: "", label: filing.lead, detail: filing.note, mark: "" }] : []

    readonly property int count: filing.items.length

    // An empty list is seen to be one.
    Asked {
        objectName: "list.empty"
        visible: root.filing.look === "list" && root.count === 0 && root.height >= least
        width: root.width
        height: root.height
        icon: Icons.about("family")
        body: Words.of("filing.list_empty")
    }

    model: [...above.filter(item => item.label + item.detail !== ""), ...filing.items]
    step: filing.step
    columns: Theme.portrait || Theme.roomy || filing.look === "list" && count < 3 ? 1 : 2
    spacing: Theme.air(Theme.roomy ? 2.6 : 3)
    row: Component {
        Item {
            id: line

            readonly property var item: (parent as PagedRow).entry
            readonly property bool marked: ["amiss", "look"].includes(item.mark)
            readonly property bool naming: item.mark === "head"
            // Not the code's `visible`: on a page that is turned away the row would be lower, and fit again.
            readonly property bool coded: item.mark === "code"
            // The sign of what a row is about stands where words leave it room.
            readonly property bool signed: !root.editable && !Theme.roomy && sign.text !== ""
            // Where words need the room, one picture says that it is the paper.
            readonly property var shots: (item.pictures ?? []).slice(0, Theme.roomy || width < Theme.mm(170) ? 1 : 3)
            readonly property bool beside: root.editable && Theme.scarce < 3 && !marked

            width: parent.width
            height: parent.height
            implicitHeight: naming ? name.height : Math.max(root.editable ? Theme.row : 0, words.height + 2 * Theme.air(3), code.height + 2 * Theme.air(3),
                shots.length > 0 ? pictures.tall + 2 * Theme.air(2) : 0)

            Card {
                visible: !line.naming
                anchors.fill: parent
            }
            Pressable {
                objectName: "row." + line.item.key
                visible: root.editable && !line.naming
                anchors.fill: parent
                label: line.item.aloud || line.item.label + ": " + line.item.detail
                edge: line.marked ? Theme.primaryText : Theme.line
                edgeWidth: line.marked ? 2 * Theme.border : Theme.border
                onClicked: root.filing.choose(line.item.key)
            }
            Image {
                id: code

                objectName: "row.code"
                visible: line.coded
                anchors { right: parent.right; rightMargin: Theme.air(3); verticalCenter: parent.verticalCenter }
                width: line.coded ? Theme.mm(34) : 0
                height: width
                source: line.coded ? root.filing.phoneCode : ""
                smooth: false
                Accessible.role: Accessible.Graphic
                Accessible.name: line.item.label
            }
            KIcon {
                id: sign

                visible: line.signed
                x: Theme.air(6)
                side: Theme.air(10)
                text: Icons.about(line.item.icon ?? "")
                color: Theme.primaryText
                anchors.verticalCenter: parent.verticalCenter
            }
            // What was captured, so small that the paper is known again and no word is read.
            Row {
                id: pictures

                readonly property real tall: Theme.mm(18)

                x: Theme.air(6)
                anchors.verticalCenter: parent.verticalCenter
                spacing: Theme.air(2)

                Repeater {
                    model: line.shots

                    Rectangle {
                        id: sheet

                        required property string modelData

                        width: Math.round(pictures.tall * 0.72)
                        height: pictures.tall
                        color: Theme.ground
                        border { width: Theme.border; color: Theme.line }

                        Image {
                            objectName: "row.picture"
                            anchors { fill: parent; margins: Theme.border }
                            source: sheet.modelData
                            cache: false  // Qt would keep it after its person has left
                            fillMode: Image.PreserveAspectFit
                            Accessible.ignored: true  // the row says what was done
                        }
                    }
                }
            }
            Prose {
                id: name

                visible: line.naming
                width: parent.width
                text: line.naming ? line.item.label : ""
                strong: true
                topPadding: Theme.air(Theme.roomy ? 0 : 2)
            }
            Flow {
                id: words

                visible: !line.naming
                x: line.signed ? sign.x + sign.width + Theme.air(5)
                    : line.shots.length > 0 ? pictures.x + pictures.width + Theme.air(4) : Theme.air(6)
                width: line.width - x - (root.editable ? edit.width + Theme.air(9) : Theme.air(6)) - code.width
                anchors.verticalCenter: parent.verticalCenter
                spacing: Theme.air(1)

                Prose {
                    width: line.beside ? words.width * 0.47 : words.width
                    // On the line of the answer beside it, whose letters are larger.
                    topPadding: line.beside ? Math.round((Theme.body - Theme.caption) * 0.7) : 0
                    text: line.item.label
                    strong: !root.editable
                    color: root.editable ? Theme.inkSoft : Theme.ink
                    font.pixelSize: root.editable ? Theme.caption : Theme.body
                    Accessible.ignored: root.editable  // then the row says it
                }
                Prose {
                    visible: text !== ""
                    width: line.beside ? words.width * 0.51 : words.width
                    text: line.item.detail
                    strong: root.editable
                    font.pixelSize: Theme.brief ? Theme.caption : Theme.body
                    color: root.editable ? Theme.ink : Theme.inkSoft
                    Accessible.ignored: root.editable  // then the row says it
                }
            }
            Row {
                id: edit

                visible: root.editable && !line.naming
                anchors { right: parent.right; rightMargin: Theme.air(5); verticalCenter: parent.verticalCenter }
                spacing: Theme.air(1.5)

                KIcon {
                    visible: !Theme.roomy && line.width >= Theme.mm(170)
                    side: Theme.body * 1.05
                    text: Icons.edit
                    color: Theme.primaryText
                    anchors.verticalCenter: parent.verticalCenter
                }
                KText {
                    text: Words.of("filing.edit")
                    color: Theme.primaryText
                    strong: true
                    Accessible.ignored: true
                }
            }
        }
    }
}
