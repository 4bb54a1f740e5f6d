pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Core
import Kiosk.Controls

// Of the sheet about the screen: whether it is spoken, how fast and how loud.
Column {
    id: root

    spacing: Theme.air(Theme.tight ? 3 : 4)

    // One of several: a frame and a heavier word, never colour alone.
    component Step: Pressable {
        id: step

        property bool chosen: false
        property string shown: label

        height: Math.max(Theme.target, name.height + Theme.air(4))
        edge: chosen ? Theme.primaryText : Theme.line
        edgeWidth: chosen ? 3 * Theme.border : Theme.border
        face: chosen ? Theme.tint : Theme.surface
        Accessible.checkable: true
        Accessible.checked: chosen

        KText {
            id: name

            anchors.centerIn: parent
            width: parent.width - 2 * Theme.air(2)
            text: step.shown
            strong: step.chosen
            color: step.chosen ? Theme.primaryText : Theme.ink
            horizontalAlignment: Text.AlignHCenter
            Accessible.ignored: true
        }
    }

    Fact {
        objectName: "voice.down"
        visible: !App.voice.offered
        width: parent.width
        icon: Icons.attention
        text: Words.of("citizen.voice_down")
    }
    Grid {
        id: ways

        visible: App.voice.offered
        width: parent.width
        columns: Theme.roomy && Theme.portrait ? 1 : 2
        spacing: Theme.air(4)

        Step {
            objectName: "voice.on"
            width: (ways.width - (ways.columns - 1) * ways.spacing) / ways.columns
            label: Words.of("voice.read_out")
            chosen: App.voice.on
            onClicked: App.voice.toggle()
        }
        Step {
            objectName: "voice.dark"
            width: (ways.width - (ways.columns - 1) * ways.spacing) / ways.columns
            label: Words.of("voice.cover")
            onClicked: App.voice.goDark()
        }
    }
    Row {
        id: paces

        visible: App.voice.offered
        width: parent.width
        spacing: Theme.air(4)

        Repeater {
            model: 3

            Step {
                required property int index

                objectName: "pace." + index
                width: (paces.width - 2 * paces.spacing) / 3
                label: Words.of("voice.pace_" + index)
                chosen: App.voice.pace === index
                onClicked: App.voice.setPace(index)
            }
        }
    }
    Row {
        id: louds

        visible: App.voice.offered
        width: parent.width
        spacing: Theme.air(4)

        Repeater {
            model: 5

            Step {
                required property int index

                objectName: "loud." + index
                width: (louds.width - 4 * louds.spacing) / 5
                label: Words.counted("voice.loud", index + 1)
                shown: Theme.roomy && Theme.portrait ? index + 1 : label
                chosen: App.voice.loud === index
                onClicked: App.voice.setLoud(index)
            }
        }
    }
}
