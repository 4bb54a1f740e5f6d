pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Core
import Kiosk.Controls

// How this person wants the screen: size of the words, colours, and how it is handled. What is
// chosen shows at once, behind the sheet too.
Sheet {
    id: root

    required property Session session

    title: Words.of("look.title")
    closeLabel: Words.of("look.close")
    // One question at a time, so that the sheet fits in the largest words too.
    property string tab: "size"

    onVisibleChanged: tab = "size"
    onClosed: session.closeSheet()

    component Pick: Pressable {
        id: choice

        property bool chosen: false
        property bool marked: true

        edge: chosen ? Theme.primaryText : Theme.line
        edgeWidth: chosen ? 3 * Theme.border : Theme.border
        Accessible.role: Accessible.RadioButton
        Accessible.checked: chosen

        Rectangle {
            visible: choice.chosen && choice.marked
            anchors { right: parent.right; top: parent.top; margins: Theme.air(1.5) }
            width: Theme.air(7)
            height: width
            radius: width / 2
            color: Theme.primary

            KIcon {
                anchors.centerIn: parent
                side: Theme.air(5)
                text: Icons.check
                color: Theme.primaryInk
            }
        }
    }

    Grid {
        id: tabs

        readonly property list<string> names: ["size", "colours", "ease"].concat(App.voice.configured ? ["voice"] : [])

        width: parent.width
        property real tallest: 0

        columns: names.length > 3 && Theme.portrait && Theme.scarce >= 2 ? 2 : names.length
        spacing: Theme.air(4)

        component Tab: Pick {
            property real named: 0
        }
        function measure(): void {
            let tall = 0;
            for (let i = 0; i < tabKeys.count; i++)
                tall = Math.max(tall, (tabKeys.itemAt(i) as Tab)?.named ?? 0);
            tallest = tall;
        }

        Repeater {
            id: tabKeys

            model: tabs.names

            Tab {
                id: tabKey

                required property string modelData

                objectName: "look." + modelData
                width: (tabs.width - (tabs.columns - 1) * tabs.spacing) / tabs.columns
                named: tabName.height
                onNamedChanged: tabs.measure()
                height: Math.max(Theme.target, tabs.tallest + Theme.air(4))
                label: Words.of("look." + modelData)
                face: chosen ? Theme.tint : Theme.surface
                chosen: root.tab === modelData
                marked: false
                onClicked: root.tab = modelData

                KText {
                    id: tabName

                    anchors.centerIn: parent
                    width: parent.width - 2 * Theme.air(4)
                    text: tabKey.label
                    strong: true
                    color: tabKey.chosen ? Theme.primaryText : Theme.ink
                    horizontalAlignment: Text.AlignHCenter
                    Accessible.ignored: true
                }
            }
        }
    }
    Row {
        id: sizes

        visible: root.tab === "size"
        width: parent.width
        spacing: Theme.air(4)

        Repeater {
            model: Theme.sizes

            Pick {
                id: sizeKey

                required property int index

                objectName: "size." + index
                width: (sizes.width - (Theme.sizes - 1) * sizes.spacing) / Theme.sizes
                height: Math.max(Theme.target, Theme.mm(Theme.tight ? 34 : 40))
                label: Words.of("look.size_" + index)
                chosen: Theme.size === index
                onClicked: root.session.setSize(index)

                KText {
                    anchors.centerIn: parent
                    head: true
                    text: "Aa"
                    font.pixelSize: Theme.headPx(Theme.bodyCaps[sizeKey.index])
                    topPadding: 0
                    Accessible.ignored: true
                }
            }
        }
    }
    Grid {
        id: themes

        readonly property list<string> names: ["light", "dark", "contrast", "soft"]
        property real tallest: 0  // of their names

        function measure(): void {
            let tall = 0;
            for (let i = 0; i < colours.count; i++)
                tall = Math.max(tall, (colours.itemAt(i) as Colour)?.named ?? 0);
            tallest = tall;
        }

        visible: root.tab === "colours"
        width: parent.width
        columns: Theme.portrait && Theme.scarce >= 2 ? 2 : 4
        spacing: Theme.air(4)

        component Colour: Pick {
            property real named: 0  // height of its name
        }

        Repeater {
            id: colours

            model: themes.names

            Colour {
                id: themeKey

                required property string modelData
                readonly property var look: Theme[modelData]

                objectName: "theme." + modelData
                width: (themes.width - (themes.columns - 1) * themes.spacing) / themes.columns
                named: name.height
                onNamedChanged: themes.measure()
                height: Math.max(Theme.target, Theme.mm(Theme.tight ? 34 : 40), themes.tallest + Theme.air(6))
                label: Words.of("look.theme_" + modelData)
                face: look.ground
                facePressed: look.tint
                chosen: root.session.theme === modelData
                onClicked: root.session.setTheme(modelData)

                KText {
                    id: name

                    anchors.centerIn: parent
                    width: parent.width - 2 * Theme.air(9)
                    text: themeKey.label
                    color: themeKey.look.ink
                    strong: true
                    horizontalAlignment: Text.AlignHCenter
                    Accessible.ignored: true
                }
            }
        }
    }
    Grid {
        id: eases

        visible: root.tab === "ease"
        width: parent.width
        columns: Theme.portrait && Theme.scarce >= 3 ? 1 : 2
        spacing: Theme.air(4)

        Repeater {
            model: ["reach", "big", "slow", "still"]

            Tick {
                required property string modelData

                objectName: "ease." + modelData
                width: (eases.width - (eases.columns - 1) * eases.spacing) / eases.columns
                label: Words.of("look.ease_" + modelData)
                detail: Words.of("look.ease_" + modelData + "_what")
                chosen: root.session[modelData]
                onClicked: root.session.setEase(modelData, !chosen)
            }
        }
    }
    LookVoice {
        visible: root.tab === "voice"
        width: parent.width
    }
}
