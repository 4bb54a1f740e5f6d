pragma ComponentBehavior: Bound
import QtQuick

// What a visitor can break, mend and show; and both sentences of whatever is broken.
Window {
    id: root

    required property var dock

    title: dock.words.title
    width: 460
    height: 960
    color: "#F4F6FA"

    // Not named Key: Python, which walks the items in tests, would take it for the Qt enum Key.
    component DockKey: Rectangle {
        id: key

        property string name: ""
        property string label: ""
        property bool on: false
        property bool busy: false

        objectName: "dock." + name
        width: (parent.width - 8) / 2
        height: 52
        radius: 6
        opacity: busy ? 0.5 : 1
        color: on ? "#7A0C14" : touch.pressed ? "#FBF1F2" : "#FFFFFF"
        border.width: 2
        border.color: on ? "#7A0C14" : "#7C8AA5"

        Text {
            anchors { fill: parent; margins: 8 }
            text: key.label
            color: key.on ? "#FFFFFF" : "#14213D"
            font { family: "Noto Sans"; pixelSize: 15; weight: Font.DemiBold }
            wrapMode: Text.WordWrap
            horizontalAlignment: Text.AlignHCenter
            verticalAlignment: Text.AlignVCenter
        }
        MouseArea {
            id: touch

            anchors.fill: parent
            enabled: !key.busy
            onClicked: root.dock.press(key.name)
        }
    }
    component DockHead: Text {
        color: "#14213D"
        font { family: "Be Vietnam Pro"; pixelSize: 19; weight: Font.DemiBold }
    }
    component DockLine: Text {
        width: parent ? parent.width : 0
        color: "#14213D"
        font { family: "Noto Sans"; pixelSize: 14 }
        wrapMode: Text.Wrap
    }

    Column {
        id: keys

        x: 16
        y: 14
        width: root.width - 32
        spacing: 10

        DockHead { text: root.dock.words.title }
        Flow {
            width: parent.width
            spacing: 8

            Repeater {
                model: root.dock.switches

                DockKey {
                    required property var modelData

                    name: modelData.name
                    label: modelData.label
                    on: modelData.on
                    busy: modelData.busy
                }
            }
        }
        DockHead { text: root.dock.words.deeds }
        Flow {
            width: parent.width
            spacing: 8

            Repeater {
                model: root.dock.deeds

                DockKey {
                    required property var modelData

                    name: modelData.name
                    label: modelData.label
                    busy: modelData.busy
                }
            }
        }
        DockLine { text: root.dock.words.pin; color: "#303B55" }
        DockHead { text: root.dock.words.faults }
    }
    Flickable {
        x: 16
        y: keys.y + keys.height + 10
        width: keys.width
        height: root.height - y - 12
        contentHeight: faults.height
        clip: true

        Column {
            id: faults

            width: parent.width
            spacing: 10

            DockLine {
                objectName: "dock.well"
                visible: root.dock.faults.length === 0
                text: root.dock.words.well
            }
            Repeater {
                model: root.dock.faults

                Rectangle {
                    id: fault

                    required property var modelData

                    objectName: "fault." + modelData.code
                    width: faults.width
                    height: lines.height + 20
                    radius: 6
                    color: "#FFFFFF"
                    border.color: "#C9D1E0"

                    Column {
                        id: lines

                        x: 12
                        y: 10
                        width: parent.width - 24
                        spacing: 4

                        DockLine {
                            text: fault.modelData.code + "  " + fault.modelData.title
                            font.weight: Font.DemiBold
                        }
                        DockLine {
                            visible: fault.modelData.citizen !== ""
                            text: root.dock.words.citizen
                            color: "#7A0C14"
                        }
                        DockLine {
                            objectName: "citizen." + fault.modelData.code
                            visible: text !== ""
                            text: fault.modelData.citizen
                        }
                        DockLine { text: root.dock.words.technician; color: "#7A0C14" }
                        DockLine { text: fault.modelData.remedy }
                        DockLine { text: fault.modelData.evidence; color: "#303B55"; font.pixelSize: 12 }
                    }
                }
            }
        }
    }
}
