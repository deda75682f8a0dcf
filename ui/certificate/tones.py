"""In which tone the state of a certificate is shown."""

STATE_TONES = {
    "prepared": "warning",
    "spooled": "information",
    "handed_over": "success",
    "spoiled": "neutral",
    "voided": "danger",
}
