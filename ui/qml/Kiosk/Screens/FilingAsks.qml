pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Core
import Kiosk.Controls

// Questions with a few answers each: for whom, and Có, Không or Không rõ. "Không rõ" stops nobody.
Paged {
    id: root

    required property FilingScreen filing

    // Who goes on too early is led to the question that is still open.
    readonly property string problem: filing.problem
    onProblemChanged: {
        const open = problem === "" ? -1 : filing.items.findIndex(item => item.mark === "");
        if (open >= 0)
            turnTo(open);
    }

    model: filing.items
    step: filing.step
    spacing: Theme.air(Theme.roomy ? 4 : 7)
    row: Component {
        Item {
            id: ask

            readonly property var item: (parent as PagedRow).entry
            readonly property bool whom: item.key === "whom"
            readonly property real asked: words.height + column.spacing
            // Answers are as high as the page allows, and what is left parts the questions. Told, not
            // bound: the page gives a row its height while the row says what it needs.
            property real grown: 0
            function grow(): void {
                grown = Math.max(0, Math.min(Theme.air(9), (height - implicitHeight) / (whom ? people.lines + 1.5 : 3)));
            }
            readonly property real tall: {
                let tallest = Theme.target;
                for (const each of whom ? people.children : replies.children)
                    tallest = Math.max(tallest, each.implicitHeight);
                return tallest;
            }

            width: root.cell
            height: parent.height
            onHeightChanged: grow()
            onImplicitHeightChanged: grow()
            implicitHeight: asked + (whom ? people.lines * (tall + people.spacing) - people.spacing : tall)

            Column {
                id: column

                width: parent.width
                spacing: Theme.air(Theme.tight ? 1 : Theme.roomy ? 2 : 4)

                Column {
                    id: words

                    width: parent.width
                    spacing: column.spacing

                    Prose {
                        width: parent.width
                        text: ask.item.label
                        strong: true
                    }
                    Prose {
                        visible: text !== "" && Theme.scarce < 3 && Theme.portrait
                        width: parent.width
                        text: ask.item.detail
                        color: Theme.inkSoft
                        font.pixelSize: Theme.caption
                    }
                }
                Row {
                    id: replies

                    visible: !ask.whom
                    width: parent.width
                    spacing: Theme.gap

                    Repeater {
                        model: ask.whom ? [] : ask.item.choices

                        Reply {
                            required property var modelData

                            objectName: "reply." + ask.item.key + "." + modelData.key
                            label: modelData.label
                            chosen: ask.item.mark === modelData.key
                            width: (replies.width - 2 * replies.spacing) / 3
                            height: ask.tall + ask.grown
                            onClicked: root.filing.reply(ask.item.key, modelData.key)
                        }
                    }
                }
                Grid {
                    id: people

                    readonly property int lines: Math.ceil((ask.item.choices ?? []).length / columns)

                    visible: ask.whom
                    width: parent.width
                    columns: Theme.portrait || Theme.scarce > 2 && !(App.session.big && Theme.scale < 1) ? 1 : 3
                    spacing: Theme.gap

                    Repeater {
                        model: ask.whom ? ask.item.choices : []

                        Choice {
                            required property var modelData

                            objectName: "option." + modelData.key
                            label: modelData.label
                            detail: Theme.portrait ? modelData.detail : ""  // there height is scarce
                            topic: Icons.about(modelData.icon)
                            chosen: ask.item.mark === modelData.key
                            width: (people.width - (people.columns - 1) * people.spacing) / people.columns
                            height: ask.tall + ask.grown
                            onClicked: root.filing.reply(ask.item.key, modelData.key)
                        }
                    }
                }
            }
        }
    }
}
