"""What independent readers read from small files of notes: packages/music/src/notes/readers.reference.json.

Run once, by hand, where the readers are installed: `pip install pretty_midi symusic music21 partitura`, Debian's abcmidi for abc2midi.

    python3 tools/reference/notes.py > packages/music/src/notes/readers.reference.json

Every input is written here, byte for byte, without code of this project. A note is [pitch, start, end] in seconds, to a tenth of a
millisecond, in order of start and pitch. A reader that is known to be no oracle for something is not asked for it (see ASKED).
"""

import base64
import json
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path


# MIDI, by hand.

def varlen(value):
    out = [value & 0x7F]
    while value := value >> 7:
        out.insert(0, (value & 0x7F) | 0x80)
    return out


def midi(tracks, division=96):
    def chunk(kind, body):
        return list(kind.encode()) + list(len(body).to_bytes(4, "big")) + body

    bodies = [[*events, 0, 0xFF, 0x2F, 0] for events in tracks]
    head = [0, 1 if len(tracks) > 1 else 0, *len(tracks).to_bytes(2, "big"), *division.to_bytes(2, "big")]
    return bytes(sum((chunk("MTrk", body) for body in bodies), chunk("MThd", head)))


def on(wait, pitch, velocity=90, channel=0):
    return [*varlen(wait), 0x90 + channel, pitch, velocity]


def off(wait, pitch, channel=0):
    return [*varlen(wait), 0x80 + channel, pitch, 0]


def tempo(wait, qpm):
    return [*varlen(wait), 0xFF, 0x51, 3, *round(60e6 / qpm).to_bytes(3, "big")]


def metre(wait, numerator, power):
    return [*varlen(wait), 0xFF, 0x58, 4, numerator, power, 24, 8]


def program(wait, number, channel=0):
    return [*varlen(wait), 0xC0 + channel, number]


SCALE = [60, 62, 64, 65, 67, 69, 71, 72]
quarters = sum(([*on(0, p), *off(96, p)] for p in SCALE), [])
drifting = sum(
    ([*tempo(0, 119.5 + (3 * i % 8) / 7), *on(0, p), *off(96, p)] for i, p in enumerate(SCALE)), []
)
MIDI = {
    "quarters": midi([quarters]),
    "a tempo for each note": midi([drifting]),
    "a tempo that changes under a note": midi([[*tempo(0, 60), *on(0, 60), *tempo(48, 120), *off(96, 60)]]),
    "tempos in a track of their own": midi([[*tempo(0, 90), *tempo(192, 45)], quarters]),
    "running status": midi([[0, 0x90, 60, 100, 96, 60, 0, 0, 64, 90, 96, 64, 0]]),
    "chords and overlaps": midi([[*on(0, 60), *on(0, 64), *on(24, 67), *off(72, 60), *off(24, 64), *off(24, 67)]]),
    "two programs on one channel": midi([[*program(0, 5), *on(0, 60), *off(96, 60), *program(0, 40), *on(0, 62), *off(96, 62)]]),
    "drums beside a bass": midi([[*program(0, 33), *on(0, 36), *off(96, 36)], [*on(0, 36, 100, 9), *off(24, 36, 9), *on(24, 38, 80, 9), *off(24, 38, 9)]]),
    "metres": midi([[*metre(0, 3, 2), *metre(288, 6, 3)], quarters]),
    "long waits": midi([[*on(0, 60), *off(20000, 60), *on(300, 62), *off(129, 62)]], 480),
    "a real-time byte's neighbours: exclusive and text": midi([[0, 0xF0, 3, 1, 2, 0xF7, *on(0, 60), 0, 0xFF, 1, 2, 65, 66, *off(96, 60)]]),
    "the pedal": midi([[0, 0xB0, 64, 127, *on(0, 60), *off(48, 60), 96, 0xB0, 64, 0]]),
}


def abc(body, key="C", length="1/4", head=""):
    return f"X:1\nT:t\nM:4/4\nL:{length}\nQ:1/4=60\n{head}K:{key}\n{body}\n"


ABC = {
    "a scale": abc("CDEF|GABc|"),
    "a key": abc("CDEF|GABc|", "D"),
    "a minor key": abc("CDEF|GABc|", "Gm"),
    "a mode": abc("CDEF|GABc|", "Ddor"),
    "accidentals last to the bar": abc("^FF=FF|F_BBc|", "C"),
    "octaves": abc("C,Cc'c,|"),
    "lengths": abc("C/2C/C3/2C/2|C2C2|C4|", "C"),
    "broken rhythm": abc("C>DE<F|C>>DE<<F|"),
    "triplets": abc("(3CDE F2|(3C2D2E2|"),
    "ties": abc("C-CD2-|D2E2|"),
    "rests": abc("CzDx|Z|E4|"),
    "chords of notes": abc("[CEG]2[DF]2|"),
    "a repeat": abc("|:CDEF:|GABc|"),
    "endings": abc("|:CDEF|1GABc:|2cBAG|"),
    "a repeat from the beginning": abc("CDEF:|GABc|"),
    "three times": abc("|:CDEF|1,2GABc:|3cBAG|"),
    "a key inside": abc("CDEF|[K:D]CDEF|"),
    "a metre inside": abc("CDEF|[M:3/4]CDE|GAB|"),
    "a tempo inside": abc("CDEF|[Q:1/4=120]GABc|"),
    "a length inside": abc("CDEF|[L:1/8]CDEFGABc|"),
    "a pickup": abc("G|CDEF|GABc|"),
    "two voices": abc("V:1\nCDEF|\nV:2\nC,2G,2|"),
    "the order of parts": abc("P:A\nCDEF|\nP:B\nGABc|", head="P:ABA\n"),
    "parts, more often": abc("P:A\nCDEF|\nP:B\nGABc|", head="P:A2(BA)2\n"),
    "a program": abc("CDEF|", head="%%MIDI program 40\n"),
    "channel 10": abc("CDEF|", head="%%MIDI channel 10\n"),
}

XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?><score-partwise version="4.0"><part-list>{parts}</part-list>'


def score(*parts, transpose=""):
    ids = [f"P{i + 1}" for i in range(len(parts))]
    heads = "".join(f'<score-part id="{i}"><part-name>{i}</part-name></score-part>' for i in ids)
    first = (
        "<attributes><divisions>4</divisions><key><fifths>0</fifths></key>"
        f"<time><beats>4</beats><beat-type>4</beat-type></time>{transpose}</attributes>"
    )
    sound = '<direction><direction-type><words>t</words></direction-type><sound tempo="60"/></direction>'
    out = XML_HEAD.format(parts=heads)
    for number, (part, measures) in enumerate(zip(ids, parts)):
        out += f'<part id="{part}">'
        for i, measure in enumerate(measures):
            lead = (first + (sound if number == 0 else "")) if i == 0 else ""
            attributes, body = measure if isinstance(measure, tuple) else ("", measure)
            out += f'<measure number="{i + 1}"{attributes}>{lead}{body}</measure>'
        out += "</part>"
    return out + "</score-partwise>"


def note(step, octave, duration, *, alter=0, chord=False, tie="", voice=1, staff=""):
    ties = "".join(f'<tie type="{kind}"/>' for kind in tie.split())
    return (
        "<note>"
        + ("<chord/>" if chord else "")
        + f"<pitch><step>{step}</step>"
        + (f"<alter>{alter}</alter>" if alter else "")
        + f"<octave>{octave}</octave></pitch><duration>{duration}</duration>{ties}<voice>{voice}</voice></note>"
    )


def rest(duration):
    return f"<note><rest/><duration>{duration}</duration><voice>1</voice></note>"


FOUR = "".join(note(s, 4, 4) for s in "CDEF")
MUSICXML = {
    "a scale": score([FOUR, "".join(note(s, 4, 4) for s in "GABA")]),
    "alterations": score([note("F", 4, 4, alter=1) + note("B", 4, 4, alter=-1) + note("C", 5, 8)]),
    "chords": score([note("C", 4, 8) + note("E", 4, 8, chord=True) + note("G", 4, 8)]),
    "two voices": score([note("C", 5, 16) + "<backup><duration>16</duration></backup>" + note("C", 4, 8, voice=2) + note("G", 4, 8, voice=2)]),
    "a tie over a bar": score([note("C", 4, 12) + note("D", 4, 4, tie="start"), note("D", 4, 4, tie="stop") + note("E", 4, 12)]),
    "three tied notes": score([note("C", 4, 16, tie="start"), note("C", 4, 16, tie="stop start"), note("C", 4, 16, tie="stop")]),
    "rests": score([rest(4) + note("C", 4, 4) + rest(8), rest(8) + note("D", 4, 8)]),
    "a transposing instrument": score([FOUR], transpose="<transpose><diatonic>-1</diatonic><chromatic>-2</chromatic></transpose>"),
    "two parts": score([FOUR, FOUR], [note("C", 3, 16), note("G", 3, 16)]),
    "a tempo inside": score([FOUR, '<direction><direction-type><words>t</words></direction-type><sound tempo="120"/></direction>' + FOUR]),
    "a pickup": score([(' implicit="yes"', note("G", 4, 4)), FOUR, FOUR]),
}


# The readers.

def rounded(notes):
    found = ([int(pitch), round(float(start), 4), round(float(end), 4)] for pitch, start, end in notes)
    return sorted(found, key=lambda note: (note[1], note[0]))


def by_pretty_midi(path):
    import pretty_midi

    read = pretty_midi.PrettyMIDI(str(path))
    return {
        "notes": rounded((n.pitch, n.start, n.end) for i in read.instruments for n in i.notes),
        "drums": sum(len(i.notes) for i in read.instruments if i.is_drum),
        "programs": sorted({int(i.program) for i in read.instruments if not i.is_drum and i.notes}),
        "metres": [[int(c.numerator), int(c.denominator), round(float(c.time), 4)] for c in read.time_signature_changes],
    }


def by_symusic(path):
    import symusic

    read = symusic.Score(str(path)).to("second")
    return {
        "notes": rounded((n.pitch, n.start, n.end) for t in read.tracks for n in t.notes),
        "drums": sum(len(t.notes) for t in read.tracks if t.is_drum),
    }


def by_abc2midi(path):
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.mid"
        subprocess.run(["abc2midi", str(path), "-o", str(out), "-NGUI"], check=True, capture_output=True)
        read = by_pretty_midi(out)
        return {"notes": read["notes"], "drums": read["drums"]}


def seconds_of(score_):
    """music21 counts quarters: seconds by its own tempo boundaries, of the whole score."""
    flat = score_.flatten()
    tempos = sorted((m.offset, m.number or m.numberSounding) for m in flat.getElementsByClass("MetronomeMark")) or [(0, 120)]

    def at(quarter):
        total, before, qpm = 0.0, 0.0, tempos[0][1]
        for offset, number in tempos:
            if offset >= quarter:
                break
            total += (float(offset) - before) * 60 / qpm
            before, qpm = float(offset), number
        return total + (float(quarter) - before) * 60 / qpm

    return at


def by_music21(path):
    import music21

    read = music21.converter.parse(str(path), forceSource=True).toSoundingPitch()
    at = seconds_of(read)
    notes = []
    for part in read.parts:
        for element in part.stripTies().flatten().notes:
            start, end = at(element.offset), at(element.offset + element.quarterLength)
            notes += [(p.midi, start, end) for p in element.pitches]
    return {"notes": rounded(notes)}


def by_partitura(path):
    import partitura

    array = partitura.load_musicxml(str(path))
    notes = []
    for part in array.parts:
        table = part.note_array(include_divs_per_quarter=False)
        # One tempo of sixty per minute: quarters are seconds.
        notes += [(int(n["pitch"]), float(n["onset_quarter"]), float(n["onset_quarter"] + n["duration_quarter"])) for n in table]
    least = min(0.0, *(start for _, start, _ in notes))
    return {"notes": rounded((p, s - least, e - least) for p, s, e in notes)}


# partitura gives written pitches and no tempos.
ASKED = {
    ("musicxml", "a transposing instrument"): [by_music21],
    ("musicxml", "a tempo inside"): [by_music21],
}
READERS = {
    "midi": ([by_pretty_midi, by_symusic], ".mid"),
    "abc": ([by_abc2midi], ".abc"),
    "musicxml": ([by_music21, by_partitura], ".musicxml"),
}


def main():
    found = subprocess.run(["abc2midi", "-ver"], capture_output=True, text=True).stdout.split("\n")[0]
    versions = {name: version(name) for name in ["pretty_midi", "symusic", "music21", "partitura"]}
    cases = []
    for kind, inputs in {"midi": MIDI, "abc": ABC, "musicxml": MUSICXML}.items():
        readers, ending = READERS[kind]
        for name, given in inputs.items():
            data = given if isinstance(given, bytes) else given.encode()
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / f"input{ending}"
                path.write_bytes(data)
                said = {
                    reader.__name__.removeprefix("by_"): reader(path)
                    for reader in ASKED.get((kind, name), readers)
                }
            cases.append({"kind": kind, "name": name, "input": base64.b64encode(data).decode(), "readers": said})
    json.dump({"versions": {**versions, "abc2midi": found}, "cases": cases}, sys.stdout, indent=1)


main()
