pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Core
import Kiosk.Controls

// Feedback, page by page: choices, the words, and a name only for who wants an answer.
Item {
    id: root

    required property Session session
    required property FeedbackScreen feedback
    required property Typing typing

    readonly property real inner: width - 2 * Theme.margin
    readonly property string place: feedback.place
    readonly property bool typed: place === "name" || place === "phone"
    readonly property bool written: place === "text"
    // What is asked stands above the field, where the page has the height for it.
    readonly property bool carded: typed && Theme.portrait && !Theme.roomy && !Theme.reach && Theme.scale >= 1

    Header {
        id: header

        x: Theme.margin
        y: Theme.air(Theme.tight ? 3 : 5)
        width: root.inner
        title: root.feedback.title
        titleSize: Theme.brief && (root.typed || root.written) ? Theme.caption : Theme.title
        backLabel: Words.of("frame.back")
        onBack: root.feedback.back()
    }
    Prose {
        id: lead

        objectName: "feedback.lead"
        visible: text !== "" && !root.carded && !(Theme.tight && (root.typed || root.written))
        x: Theme.margin
        y: header.y + header.height + Theme.air(Theme.tight ? 2.6 : 3)
        width: root.inner
        text: root.feedback.lead
        font.pixelSize: Theme.roomy ? Theme.caption : Theme.body
    }
    Loader {
        x: Theme.margin
        y: (lead.visible ? lead.y + lead.height : header.y + header.height) + Theme.air(Theme.tight ? 2.6 : 4)
        width: root.inner
        height: root.height - Theme.air(Theme.tight ? 3 : 5) - y
        sourceComponent: root.written ? writing : root.typed ? typing : choices
    }
    Component {
        id: choices

        Paged {
            id: page

            model: root.feedback.items
            step: root.place
            growth: 150  // two or three answers are the whole page
            columns: Theme.portrait || ["tone", "who"].includes(root.place) || Theme.scarce === 4 ? 1 : 2
            row: Component {
                Choice {
                    readonly property var item: (parent as PagedRow).entry

                    objectName: "option." + item.key
                    width: page.cell
                    height: parent.height
                    label: item.label
                    detail: item.detail
                    topic: Icons.about(item.key)
                    plate: height > Theme.mm(80) ? Theme.mm(42) : height > Theme.mm(48) ? Theme.mm(28) : Theme.air(17)
                    onClicked: root.feedback.choose(item.key)
                }
            }
        }
    }
    Component {
        id: writing

        FeedbackText {
            feedback: root.feedback
            typing: root.typing
        }
    }
    Component {
        id: typing

        TypePad {
            id: pad

            typing: root.typing
            asked: root.feedback.title
            least: go.height
            low: true
            told: root.carded ? said.least + Theme.air(4)
                : news.visible && Theme.portrait ? news.height + Theme.air(4) : 0

            Asked {
                id: said

                objectName: "feedback.asked"
                visible: root.carded
                width: pad.span
                height: pad.room.height
                icon: root.place === "name" ? Icons.edit : Icons.phone
                head: root.feedback.lead
            }
            KText {
                id: news

                objectName: "feedback.news"
                visible: Theme.tight && root.feedback.news
                x: pad.room.x
                y: pad.room.y
                width: pad.room.width
                text: root.feedback.lead
                font.pixelSize: Theme.caption
            }
            KButton {
                id: go

                objectName: "primary"
                primary: true
                x: pad.foot.x
                y: pad.foot.y + pad.foot.height - height
                width: pad.span
                label: root.feedback.primary
                onClicked: root.feedback.go()
            }
        }
    }
}
