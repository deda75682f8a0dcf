from dataclasses import replace

from counter_app.certificates.content import CertificateContent, ReceiptContent
from tests.certificates.papers import PLAIN, RECEIPT, history


def test_a_certificate_comes_back_from_json_as_it_was() -> None:
    without_dates = replace(PLAIN, stay_expires=None, entered_on=None, registered_on=None)
    for content in (PLAIN, replace(PLAIN, tables=history(3)), without_dates):
        assert CertificateContent.from_json(content.to_json()) == content


def test_a_receipt_comes_back_from_json_as_it_was() -> None:
    assert ReceiptContent.from_json(RECEIPT.to_json()) == RECEIPT


def test_a_receipt_adds_up_its_items() -> None:
    two = replace(RECEIPT, items=(RECEIPT.items[0], replace(RECEIPT.items[0], copies=3)))
    assert (RECEIPT.total, two.total) == (2000, 5000)
