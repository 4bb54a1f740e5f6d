"""View-models: one frozen value is what a screen shows, its QML properties read the fields."""
