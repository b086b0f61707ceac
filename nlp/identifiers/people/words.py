"""Small closed classes of words that stand beside names."""

from __future__ import annotations

from nlp.identifiers.word_lists import word_set

TITLES = word_set(
    """
    pastor bishop sheikh baroness bailie canon cllr councillor dame dr fr imam lady lord madam
    master messrs miss mlle mme mr
    mrs ms mx pan pani prof professor provost rabbi rev revd reverend sheriff sir
    """
)
"""Titles after which a capitalised word is a name."""

FORMS_OF_ADDRESS = word_set(
    """
    dr miss mr mrs ms mx
    """
)
"""Titles that nothing but a name can follow."""

RANKS = word_set(
    """
    acc advocate ahp captain carer chn coach constable counsellor cpn csw dc dci detective dht
    di doctor ds esw fsw gp ht hv insp inspector judge major midwife msw mw nurse officer
    paramedic pc pca psychologist pt rgn rmn sergeant sfl sgt sister sn solicitor sr ssw
    superintendent supt sw teacher warder wdc wpc
    """
)
"""Ranks and roles that often stand before a name, and as often do not."""

KIN = word_set(
    """
    auld aunt auntie aunty baby big bro cousin da dad daddy gran granda grandad grandma grandpa
    grannie granny ma mam mum mummy nan nana nanny old papa poppa sis uncle wee young
    """
)
"""Family words that make part of what a person is called."""

RELATIONS = word_set(
    """
    aunt baby boy boyfriend brother called carer child colleague cousin dad daughter ex father
    fiance friend girl girlfriend granddaughter grandfather grandmother grandson husband infant
    mother mum named neighbour nephew niece officer partner sibling sister son stepfather
    stepmother teacher toddler twin twins uncle wife worker
    """
)

CONVENTIONS = word_set(
    """
    adult aunt baby boy brother carer child dr family father female girl gp health hv infant
    male miss mother mr mrs ms nurse officer parent partner person police professional sibling
    sister social sw teacher uncle visitor witness worker young
    cousin foster grandchild granddaughter grandfather grandmother grandparent grandson halfbrother
    halfsister household nephew niece nursery playgroup school stepbrother stepfather stepmother
    stepparent stepsister toddler twin
    alpha annex annexe appendix band block category cohort form grade group hepatitis house level
    option panel phase section site stage strand strep streptococcus table team tier type unit
    vitamin ward wing zone
    """
)
"""Words before a single letter or a number that make a pseudonym or a label (Child A, Tier 2)."""

MONTHS = word_set(
    """
    apr april aug august dec december feb february jan january jul july jun june mar march may
    nov november oct october sep sept september
    """
)
WEEKDAYS = word_set(
    """
    fri friday fridays mon monday mondays sat saturday saturdays sun sunday sundays thu thur
    thurs thursday thursdays tue tues tuesday tuesdays wed wednesday wednesdays
    """
)
PARTICLES = word_set(
    """
    abu al ap ben bin bint da das de del della den der di dos du el ferch ibn la le mac mhic ni
    nic ould st te ter ud ul umm ur van von
    """
)

SPEECH = word_set(
    """
    admitted agreed asked asks attended began called came cried denied described did disclosed
    does explained feels felt had has hates is knew knows laughed left liked likes lived lives
    looked loves moved phoned presented rang replied reported said says seemed smiled stated
    states tells texted thinks thought told visited wanted wants was went would
    """
)

LOCATIVE = word_set(
    """
    around at beyond from in near of outside through to towards via
    """
)

ACRONYMS = word_set(
    """
    tor kpe icrs scrs cpcs chi rhsc qeuh ari rie wgh gri nmc gmc bma rcn cnp cpp awol bn hm hma
    abh ac ad adhd ae am aou ap asap asd asn bbv bc bf bmi bp cafcass camhs cb ccp cctv ci cin
    cnp cns copfs cosla cp cpc cpn cpo cpp cpr cpso cso ct cv da dad dash diy dna doc docx dtto
    dv dvd dwp ed efl eh ehcp esa esol eta eu fao faq fgm fm fob fyi gbh gbv gf girfec gp his
    hmi hmie hmp hmrc hq hr hv hvs ib icp icr id iep ii iii im ip ipa iq ir ird irds iro isd it
    iv ivf ivpd ix kc kpe kpi laac lac ld lol lr lscb mappa marac mash mgf mgm mgps mh mp mri
    msp mum na nai nb nes nfa ng ngo nhs nicu nspcc od ok omg op opd ot pb pbs pcr pdf peg pf
    pgf pgm phs pip pirc pm pnc pr ps pse pshe ptsd pvg qc ra raid rc rip rp sb scbu scie scr
    scra sds sg sgov sids sm smu sqa ssg sssc sudi sufe sw swia swot sws tac tatc tba tbc tc tor
    tv uc uk un vawg vi vii viii vol vpd wc who wtf ww xi xii yjs ymca yot yp
    """
)
"""Capital letters that are not a person's initials."""

FIRM_WORD_NAMES = word_set(
    """
    amber angel art ash austin bea bill bonnie brooke carol chase christian chuck clay cliff
    cole crystal daisy dale dean dee dot drew earl ellie frank gene ginger glen grant guy harley
    harper hazel heath heather holly hunter iris ivy jack jade jay jet jordan kay kit lane lily
    mark max mike miles nan nick norm olive pat pearl penny piper poppy ray reed river rob robin
    roman rory rose rowan ruby sage sandy sid sky skye sonny storm sue victor violet wade will
    willow
    """
)
"""Words that are a person when something human is said of them, even to open a sentence."""

SOFT_WORD_NAMES = word_set(
    """
    comfort favour april august autumn blessing charity constance dawn destiny divine duke
    faith fortune gift
    grace harmony honour hope joy june justice king may melody mercy miracle patience praise
    precious prince promise prudence rain serenity star summer sunny trinity unity verity winter
    """
)
"""Words that stay words beside "was" and "had"; only speech and action make them people."""

STATES = word_set(
    """
    did does had has is seemed was would
    """
)
