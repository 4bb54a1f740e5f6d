pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Core
import Kiosk.Controls

// The identity card: seen live, and when it was read, only name and four digits.
Item {
    id: root

    required property FilingScreen filing
    required property Camera camera

    required property Component said  // of what comes next, where the facts leave it room

    readonly property bool read: filing.items.length > 0
    readonly property real used: facts.height + (hint.visible ? hint.height + Theme.air(Theme.tight ? 2.6 : 6) : 0) + Theme.gap

    CameraLive {
        id: live

        objectName: "card.live"
        visible: !root.read && root.camera.present
        width: parent.width
        height: hint.visible ? hint.y - Theme.air(4) : parent.height
        camera: root.camera
        card: true
        high: how.visible
    }
    // How it is done, where the picture leaves the room.
    Steps {
        id: how

        objectName: "card.how"
        readonly property real under: live.tall + Theme.air(8)

        visible: live.visible && Theme.portrait && !Theme.roomy && root.camera.picture !== ""
            && under + height <= live.height
        y: under
        x: Theme.air(2)
        width: parent.width - 2 * x
        lines: [Words.of("filing.card_how_side"), Words.of("filing.card_how_place"), Words.of("filing.card_how_still")]
    }
    Banner {
        objectName: "card.no_camera"
        visible: !root.read && !root.camera.present
        width: parent.width
        icon: Icons.attention
        text: Words.of("citizen.camera_down")
    }
    Banner {
        id: hint

        objectName: "card.hint"
        visible: root.filing.hint !== ""
        width: parent.width
        y: root.read ? facts.height + Theme.air(Theme.tight ? 2.6 : 6) : root.height - height
        icon: Icons.attention
        pixelSize: Theme.tight && !root.read ? Theme.caption : Theme.body
        text: root.filing.hint
    }
    Loader {
        readonly property real least: (item as Saying)?.least ?? 0

        visible: root.read && height >= least
        y: root.used
        width: parent.width
        height: root.height - y
        sourceComponent: root.said
    }
    Card {
        id: facts

        visible: root.read
        width: parent.width
        height: lines.height + 2 * lines.y

        Column {
            id: lines

            x: Theme.air(8)
            y: Theme.air(Theme.tight ? 2 : 8)
            width: parent.width - 2 * x
            spacing: Theme.air(Theme.tight ? 1 : 5)

            Repeater {
                model: root.filing.items

                Column {
                    id: fact

                    required property var modelData
                    // What was filled in is told where it leaves name and number their room.
                    readonly property bool told: modelData.mark === "told"

                    visible: !told || (Theme.portrait ? !Theme.roomy : Theme.scarce < 2)
                    width: lines.width
                    spacing: told ? Theme.air(3) : 0

                    Prose {
                        width: parent.width
                        text: fact.modelData.label
                        color: Theme.inkSoft
                        font.pixelSize: Theme.caption
                    }
                    Grid {
                        id: filled

                        visible: fact.told
                        width: parent.width
                        columns: Theme.portrait ? 2 : 3
                        rowSpacing: Theme.air(3)
                        columnSpacing: Theme.gap

                        Repeater {
                            model: fact.told ? fact.modelData.choices : []

                            Fact {
                                required property var modelData

                                width: (filled.width - (filled.columns - 1) * filled.columnSpacing) / filled.columns
                                icon: Icons.check
                                text: modelData.label
                            }
                        }
                    }
                    KText {
                        objectName: "card." + fact.modelData.key
                        visible: !fact.told
                        width: parent.width
                        head: true
                        text: fact.modelData.detail
                        font.pixelSize: Theme.tight ? Theme.heading : Theme.title
                    }
                }
            }
        }
    }
}
