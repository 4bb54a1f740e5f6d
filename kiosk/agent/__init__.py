"""The process that owns the network on a kiosk: uplink, downlink, heartbeat."""
