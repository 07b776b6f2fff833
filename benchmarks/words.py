"""Words from which the generator of reviews makes its texts, in the scripts that desks write."""

from __future__ import annotations

from typing import NamedTuple

Label = tuple[str, dict[str, str]]  # as a desk publishes it, and what it means on the shared axes

FALSE, TRUE, MIXED = {"truth": "false"}, {"truth": "true"}, {"truth": "mixed"}
MISLEADING, CONTEXT = {"context": "misleading"}, {"context": "missing-context"}
UNPROVEN = {"proof": "unproven"}


class Language(NamedTuple):
    """A language: its tag, its share of the reviews, its words, its labels; `gap` parts words."""

    tag: str
    share: int
    words: tuple[str, ...]
    labels: tuple[Label, ...]
    stop: str = "."
    quotes: tuple[str, str] = ("“", "”")
    gap: str = " "


LANGUAGES = (
    Language(
        "en",
        34,
        tuple(
            "the a minister vaccine said that video shows water city hospital new law bans prices "
            "of fuel rose by 40 percent since election votes were counted twice in every district "
            "photo from last year schools will close army bridge bank workers money virus doctors "
            "government climate border found no evidence according to leaked report".split()
        ),
        (
            ("False", FALSE),
            ("Mostly False", {"truth": "mostly-false"}),
            ("True", TRUE),
            ("Half True", MIXED),
            ("Misleading", MISLEADING),
            ("Altered Photo", {"alteration": "altered"}),
            ("Missing Context", CONTEXT),
            ("Unproven", UNPROVEN),
            ("Satire", {"satire": "satire"}),
            ("Three Lemons", {}),
        ),
        quotes=('"', '"'),
    ),
    Language(
        "es",
        14,
        tuple(
            "el la los vídeo muestra ministro dijo que vacuna agua ciudad hospital nueva ley "
            "prohíbe precios gasolina subieron 40 por ciento desde elección votos contaron dos "
            "veces año pasado niños escuelas cerrarán ejército puente según médicos señala".split()
        ),
        (
            ("Falso", FALSE),
            ("Engañoso", MISLEADING),
            ("Verdadero", TRUE),
            ("Verdadero a medias", MIXED),
        ),
        quotes=("«", "»"),
    ),
    Language(
        "pt-BR",
        10,
        tuple(
            "o a os vídeo mostra ministro disse que vacina água cidade hospital nova lei proíbe "
            "preços gasolina subiram 40 por cento eleição votos foram contados não há relação "
            "ano passado escolas exército ponte informação médicos crianças".split()
        ),
        (
            ("Falso", FALSE),
            ("Enganoso", MISLEADING),
            ("Verdadeiro", TRUE),
            ("Sem contexto", CONTEXT),
        ),
    ),
    Language(
        "fr",
        9,
        tuple(
            "le la les vidéo montre ministre a déclaré que vaccin l'eau ville hôpital nouvelle "
            "loi interdit prix essence augmenté 40 pour cent depuis élection été comptés deux "
            "fois année dernière écoles armée pont selon médecins où".split()
        ),
        (("Faux", FALSE), ("Trompeur", MISLEADING), ("Vrai", TRUE), ("Plutôt faux", {})),
        quotes=("« ", " »"),
    ),
    Language(
        "de",
        7,
        tuple(
            "der die das Video zeigt Minister sagte dass Impfstoff Wasser Stadt Krankenhaus "
            "neues Gesetz verbietet Preise für Benzin stiegen um 40 Prozent seit der Wahl wurden "
            "Stimmen doppelt gezählt Schulen schließen Brücke Ärzte Straße".split()
        ),
        (("Falsch", FALSE), ("Richtig", TRUE), ("Größtenteils falsch", {})),
        quotes=("„", "“"),
    ),
    Language(
        "hi",
        6,
        tuple(
            "वीडियो में मंत्री ने कहा कि टीका पानी शहर अस्पताल नया कानून कीमत ईंधन प्रतिशत चुनाव मत दो बार "
            "गिने गए पिछले साल स्कूल बंद होंगे सेना पुल के अनुसार दावा गलत है".split()
        ),
        (("गलत", {}), ("भ्रामक", {}), ("सच", {})),
        stop="।",
    ),
    Language(
        "ar",
        5,
        tuple(
            "فيديو يظهر الوزير قال إن اللقاح الماء المدينة المستشفى قانون جديد يمنع أسعار "
            "الوقود ارتفعت "
            "بالمئة منذ الانتخابات الأصوات عدت مرتين العام الماضي المدارس الجيش الجسر".split()
        ),
        (("زائف", FALSE), ("مضلل", MISLEADING), ("صحيح", TRUE)),
        quotes=("«", "»"),
    ),
    Language(
        "tr",
        4,
        tuple(
            "video bakan dedi ki aşı su şehir hastane yeni yasa yasaklıyor fiyatlar yakıt yüzde "
            "40 arttı seçimden beri oylar iki kez sayıldı geçen yıl okullar kapanacak ordu köprü "
            "göre doktorlar çocuklar ışık".split()
        ),
        (("Yanlış", FALSE), ("Doğru", TRUE), ("Kısmen", {})),
    ),
    Language(
        "ru",
        4,
        tuple(
            "видео показывает министр сказал что вакцина вода город больница новый закон запрещает "
            "цены на топливо выросли на 40 процентов после выборов голоса посчитали дважды школы "
            "армия мост врачи объявили ещё".split()
        ),
        (("Ложь", FALSE), ("Правда", TRUE), ("Полуправда", MIXED)),
        quotes=("«", "»"),
    ),
    Language(
        "id",
        4,
        tuple(
            "video menteri mengatakan bahwa vaksin air kota rumah sakit undang-undang baru "
            "melarang harga "
            "bensin naik 40 persen sejak pemilu suara dihitung dua kali tahun lalu sekolah "
            "tentara jembatan menurut dokter".split()
        ),
        (("Salah", FALSE), ("Sesat", MISLEADING), ("Benar", TRUE)),
    ),
    Language(
        "zh-Hant",
        2,
        tuple(
            "影片 顯示 部長 表示 疫苗 水 城市 醫院 新 法律 "
            "禁止 價格 汽油 上漲 選舉 選票 學校 軍隊 橋".split()
        ),
        (("錯誤", FALSE), ("部分錯誤", {})),
        stop="。",
        quotes=("「", "」"),
        gap="",
    ),
    Language(
        "el",
        1,
        tuple(
            "βίντεο δείχνει υπουργός είπε ότι εμβόλιο νερό πόλη νοσοκομείο νέος νόμος απαγορεύει "
            "τιμές καυσίμων αυξήθηκαν εκλογές ψήφοι σχολεία στρατός γέφυρα γιατροί".split()
        ),
        (("Ψευδές", FALSE), ("Ανακριβές", {})),
    ),
)
FIRST = tuple(
    "Ada Ben Carla Dmitri Elif Farid Gita Hanna Ivo José Kemal Lucía Marek Nadia Oleg Priya Quim "
    "Rosa Sofía Tomás Uma Vera Wen Ximena Yusuf Zoë Ángel Björn Çağla Đorđe".split()
)
LAST = tuple(
    "Alder Bianchi Castro Demir Eriksson Ferreira Gupta Haddad Ito Jansen Kovač Lemoine Müller "
    "Novák Okafor Petrov Quispe Rahman Silva Torres Ueda Vargas Weber Xu Yılmaz Zieliński "
    "O'Hara Núñez Sørensen Łaska".split()
)
PLACES = tuple(
    "Alderney Brixham Calmar Dorvale Estrela Fenwick Gorova Halden Istria Jarvik Kelmar Lomond "
    "Marisol Nordby Ostrava Palmar Quenby Rivas Solano Tarvos Umbra Velden Westmark Yarrow "
    "Zalesie Ardenne Belmora Corvale Dunmore Elmira".split()
)
EMOJI = ("😱", "🔥", "👉🏽", "🇪🇺", "💉")
