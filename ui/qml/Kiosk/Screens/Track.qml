pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Core
import Kiosk.Controls

// Where a dossier stands, and the papers that the office still wants.
Item {
    id: root

    required property Session session
    required property TrackScreen track
    required property RatingScreen rating
    required property TicketScreen ticket
    required property PaperScreen paper
    required property Typing typing
    required property Camera camera

    readonly property real inner: width - 2 * Theme.margin
    readonly property bool typed: track.place === "code" || track.place === "secret"
    readonly property bool carded: typed && Theme.portrait && !Theme.roomy && !Theme.reach && Theme.scale >= 1
    // How far it has come, where words leave it room.
    readonly property bool onWay: track.place === "told" && track.stations.length > 0 && Theme.scarce < 3 && beside.kind !== "way"

    Header {
        id: header

        x: Theme.margin
        y: Theme.air(Theme.tight ? 3 : 5)
        width: root.inner
        title: root.track.title
        titleSize: Theme.brief && root.typed ? Theme.caption : Theme.title
        backLabel: Words.of("frame.back")
        onBack: root.track.back()
    }
    Column {
        id: words

        x: Theme.margin
        y: header.y + header.height + Theme.air(Theme.tight ? 2 : 4)
        width: deeds.room.width
        spacing: Theme.air(3)

        Prose {
            objectName: "track.lead"
            visible: text !== "" && !(Theme.tight && root.typed) && !root.carded
            width: parent.width
            text: root.track.lead
            font.pixelSize: Theme.body * (root.track.place === "told" && !Theme.roomy ? 1.15 : 1)
        }
        Prose {
            objectName: "track.note"
            visible: text !== ""
            width: parent.width
            text: root.track.note
            color: Theme.inkSoft
        }
        Banner {
            objectName: "track.problem"
            visible: root.track.problem !== ""
            width: parent.width
            icon: Icons.attention
            text: root.track.problem
        }
    }
    Journey {
        id: journey

        objectName: "track.way"
        visible: root.onWay
        x: Theme.margin
        y: words.y + words.height + Theme.air(6)
        width: deeds.room.width
        stations: root.track.stations
        passed: root.track.passed
    }
    Deeds {
        id: deeds

        readonly property bool asked: root.track.place === "told"

        x: Theme.margin
        y: header.y + header.height + Theme.air(3)
        width: root.inner
        height: root.height - Theme.air(5) - y
        primary: asked ? Words.of(root.track.maySupplement ? "track.supplement" : "track.close") : ""
        secondary: asked ? Words.of("track.again") : ""
        onDone: root.track.maySupplement ? root.track.go() : root.rating.afterTracking()
        onDoneOther: root.track.other()
    }
    TrackAside {
        id: beside

        visible: kind !== "" && deeds.asked && !Theme.portrait
        track: root.track
        most: deeds.asked && !Theme.portrait ? deeds.y + deeds.above.y - y : 0
        x: deeds.x + deeds.above.x
        y: words.y
        width: deeds.above.width
        height: most
    }
    Loader {
        id: body

        x: Theme.margin
        y: journey.visible ? journey.y + journey.height + Theme.air(6)
            : words.y + words.height + (words.height > 0 ? Theme.air(4) : Theme.air(1))
        width: deeds.room.width
        height: deeds.y + deeds.room.height - y
        sourceComponent: root.typed ? typedPage : root.track.place === "scan" ? scanPage
            : root.track.place === "told" ? told : null
    }
    Component {
        id: typedPage

        TypePad {
            id: pad

            typing: root.typing
            asked: root.track.title
            placeholder: root.track.place === "code" ? Words.of("track.code_label") : ""
            least: go.height
            low: true
            told: root.carded ? said.least + Theme.air(4) : 0

            Asked {
                id: said

                visible: root.carded
                width: pad.span
                height: pad.room.height
                icon: Icons.about("code")
                head: root.track.lead
            }
            KButton {
                id: go

                objectName: "primary"
                primary: true
                x: pad.foot.x
                y: pad.foot.y + pad.foot.height - height
                width: pad.span
                label: Words.of("track.go")
                onClicked: root.track.go()
            }
        }
    }
    Component {
        id: told

        Paged {
            id: facts

            readonly property bool few: count < 4 && !Theme.roomy
            readonly property int count: model.length

            model: beside.kind === "leads" ? root.track.items.filter(item => item.mark !== "lead") : root.track.items
            said: root.track.ahead.length > 0 && beside.kind !== "ahead" && !Theme.tight ? next : null
            filled: true
            growth: few ? 60 : 28
            // What stands above the buttons leaves no place there for the one that shows the next facts.
            aside: beside.visible ? Qt.rect(0, 0, 0, 0) : Qt.rect(deeds.above.x, deeds.above.y + deeds.y - body.y, deeds.above.width, 0)
            columns: Theme.portrait || Theme.roomy || few ? 1 : 2
            spacing: Theme.air(2.6)
            row: Component {
                Card {
                    id: fact

                    readonly property var item: (parent as PagedRow).entry
                    // Not the sign's `visible`: on a page that is turned away the row would be lower, and fit again.
                    readonly property bool signed: !Theme.roomy && sign.text !== ""
                    readonly property bool leads: item.mark === "lead"

                    width: parent.width
                    height: parent.height
                    implicitHeight: Math.max(lines.height, code.height) + 2 * Theme.air(3)
                    color: leads ? Theme.tint : Theme.surface
                    border.width: Theme.name === "contrast" ? (leads ? 2 : 1) * Theme.border : Math.max(1, Theme.air(0.25))

                    // Where to ask, for a phone.
                    Image {
                        id: code

                        objectName: "track.qr"
                        visible: fact.item.mark === "code"
                        anchors { right: parent.right; rightMargin: Theme.air(3); verticalCenter: parent.verticalCenter }
                        // In a narrow row a little smaller, so that the address beside it stays whole.
                        width: fact.item.mark === "code" ? Math.min(Theme.mm(facts.few ? Math.max(34, 56 * Theme.scale) : 34), fact.width * 0.27) : 0
                        height: width
                        source: fact.item.mark === "code" ? root.track.phoneCode : ""
                        smooth: false
                        Accessible.role: Accessible.Graphic
                        Accessible.name: fact.item.label
                    }
                    KIcon {
                        id: sign

                        visible: fact.signed
                        x: Theme.air(6)
                        side: Theme.air(fact.leads ? 13 : 10)
                        text: Icons.about(fact.item.icon)
                        color: Theme.primaryText
                        anchors.verticalCenter: parent.verticalCenter
                    }
                    Column {
                        id: lines

                        x: fact.signed ? sign.x + sign.width + Theme.air(5) : Theme.air(6)
                        anchors.verticalCenter: parent.verticalCenter
                        width: parent.width - x - Theme.air(6) - code.width

                        Prose {
                            width: parent.width
                            text: fact.item.label
                            color: Theme.inkSoft
                            font.pixelSize: Theme.caption
                        }
                        Prose {
                            objectName: "track." + fact.item.key
                            width: parent.width
                            text: fact.item.detail
                            strong: true
                            color: fact.leads ? Theme.primaryText : Theme.ink
                            font.pixelSize: Theme.roomy ? Theme.body : fact.leads ? Theme.heading : Theme.body * (Theme.scale < 1 ? 1 : 1.15)
                        }
                    }
                }
            }
        }
    }
    Component {
        id: next
        Ahead {
            objectName: "track.ahead"
            head: root.track.aheadTitle
            lines: root.track.ahead
            ample: root.track.items.length < 4
        }
    }
    Component {
        id: scanPage

        FilingScan {
            title: root.track.title
            ways: root.track.items
            paper: root.paper
            camera: root.camera
            onWayChosen: key => root.track.choose(key)
        }
    }
}
