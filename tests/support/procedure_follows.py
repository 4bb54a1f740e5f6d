"""What a form says without having been asked, worked out from its own words by hand.

Written apart from the program, so that a mistake there is seen here.
"""

from kiosk.domain.form import Form

#: Whom "what are you to this person?" makes the requester again.
_MINE = {
    ("nyc_quan_he", "Mẹ"): "me",
    ("nyc_quan_he", "Cha"): "cha",
    ("nyc_quan_he", "Bản thân"): "ndc ntd",
    ("quan_he_nguoi_nhan", "Cha"): "cm",
    ("quan_he_nguoi_nhan", "Mẹ"): "cm",
    ("quan_he_nguoi_nhan", "Con"): "con",
}


def follow(form: Form, whole: dict[str, str], oneself: set[str]) -> None:
    """Adds to `whole` what follows; `oneself` are beginnings of names that mean the requester."""
    same = oneself | {
        group
        for (name, answer), groups in _MINE.items()
        if whole.get(name) == answer
        for group in groups.split()
    }
    for item in form.single_fields():
        group, _, rest = item.name.partition("_")
        if group in same and f"nyc_{rest}" in whole:
            whole.setdefault(item.name, whole[f"nyc_{rest}"])
    if whole.get("quan_he_chu_ho") == "Chủ hộ":
        whole.setdefault("chu_ho", whole["ho_ten"])
        whole.setdefault("sdd_chu_ho", whole["so_dinh_danh"])
    if whole.get("quan_he_nguoi_nhan") in {"Cha", "Mẹ"}:
        whole.setdefault("loai_xac_nhan", f"{whole['quan_he_nguoi_nhan']} nhận con")
