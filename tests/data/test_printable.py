"""What no XML can hold, said once for Python's expressions and Arrow's."""

import sys
from xml.parsers import expat

import pyarrow as pa
import pyarrow.compute as pc

from data.printable import NOT_IN_XML, printable


def is_xml(sign: str) -> bool:
    try:
        expat.ParserCreate("utf-8").Parse(f"<a>{sign}</a>".encode(), True)
    except (expat.ExpatError, UnicodeEncodeError):
        return False
    return True


def test_what_the_parser_refuses_is_a_space_and_everything_else_stays():
    # of the first plane, in which all of them lie; < and & are refused as marks, not as signs
    for sign in map(chr, range(0x10000)):
        assert printable(sign) == (sign if is_xml(sign) or sign in "<&" else " "), hex(ord(sign))
    assert printable("é😀" + chr(sys.maxunicode)) == "é😀" + chr(sys.maxunicode)


def test_arrow_and_python_leave_out_the_same_signs():
    signs = [chr(code) for code in range(0x10000) if not 0xD800 <= code <= 0xDFFF]
    found = pc.replace_substring_regex(pa.array(signs), NOT_IN_XML, " ").to_pylist()
    assert found == [printable(sign) for sign in signs]
