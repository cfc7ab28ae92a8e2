"""What a Vietnamese syllable looks like: used to tell readable text from text read in the wrong charset.

Source of the rule: the closed inventory of onsets and rhymes of written Vietnamese; rhymes that end in c, ch, k, p or t bear only the
acute or the dot below (or no tone mark, as fragments and foreign words do not).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x br dr kr pl"  # the last four in names of the highlands
_RHYMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot
ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uên uênh uêt ui um un ung uôc uôi uôm uôn uông uôt
uơ up ut uy uya uych uyên uyêt uynh uyt uyn uyp uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
y yêm yên yêng yêt yêu ak ăk âk êk ik ok ôk uk ưk
"""
_SHAPE = re.compile(
    f"(?:{'|'.join(sorted(_ONSETS.split(), key=len, reverse=True))})?(?:{'|'.join(sorted(_RHYMES.split(), key=len, reverse=True))})"
)
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"), None)
_STOPPED = ("c", "ch", "p", "t", "k")


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Whether a word (any case, composed or not) is spelled like one Vietnamese syllable. "tiếng" yes, "tiÕng" and "strong" no."""
    if not 0 < len(word) <= 14:
        return False
    decomposed = unicodedata.normalize("NFD", word.lower())
    plain = decomposed.translate(_TONES)
    tones = len(decomposed) - len(plain)
    if tones > 1:
        return False
    spelled = unicodedata.normalize("NFC", plain)
    if not _SHAPE.fullmatch(spelled):
        return False
    if tones and spelled.endswith(_STOPPED):
        return "\u0301" in decomposed or "\u0323" in decomposed
    return True
