pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Core
import Kiosk.Controls

// Size of the words and colours; what is chosen shows at once, behind the sheet too.
Sheet {
    id: root

    required property Session session

    title: Words.of("look.title")
    closeLabel: Words.of("look.close")
    onClosed: session.closeSheet()

    component Choice: Pressable {
        property bool chosen: false

        edge: chosen ? Theme.primaryText : Theme.line
        edgeWidth: chosen ? 3 * Theme.border : Theme.border
        Accessible.role: Accessible.RadioButton
        Accessible.checked: chosen

        Rectangle {
            visible: parent.parent.chosen
            anchors { right: parent.right; top: parent.top; margins: Theme.mm(1.5) }
            width: Theme.mm(7)
            height: width
            radius: width / 2
            color: Theme.primary

            KIcon {
                anchors.centerIn: parent
                side: Theme.mm(5)
                text: Icons.check
                color: Theme.primaryInk
            }
        }
    }

    KText {
        text: Words.of("look.size")
        width: parent.width
    }
    Row {
        width: parent.width
        spacing: Theme.mm(4)

        Repeater {
            model: 5

            Choice {
                id: sizeKey

                required property int index

                objectName: "size." + index
                width: (parent.width - 4 * Theme.mm(4)) / 5
                height: Theme.mm(Theme.tight ? 26 : 32)
                label: Words.of("look.size_" + index)
                chosen: root.session.size === index
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
    KText {
        text: Words.of("look.colours")
        width: parent.width
    }
    Grid {
        id: themes

        readonly property list<string> names: ["light", "dark", "contrast", "soft"]

        width: parent.width
        columns: Theme.portrait && Theme.size >= 2 ? 2 : 4
        spacing: Theme.mm(4)

        Repeater {
            model: themes.names

            Choice {
                id: themeKey

                required property string modelData
                readonly property var look: Theme[modelData]

                objectName: "theme." + modelData
                width: (themes.width - (themes.columns - 1) * themes.spacing) / themes.columns
                height: Math.max(Theme.mm(Theme.tight ? 24 : 28), name.height + Theme.mm(6))
                label: Words.of("look.theme_" + modelData)
                face: look.ground
                facePressed: look.tint
                chosen: root.session.theme === modelData
                onClicked: root.session.setTheme(modelData)

                KText {
                    id: name

                    anchors.centerIn: parent
                    width: parent.width - 2 * Theme.mm(4)
                    text: themeKey.label
                    color: themeKey.look.ink
                    strong: true
                    horizontalAlignment: Text.AlignHCenter
                    Accessible.ignored: true
                }
            }
        }
    }
}
