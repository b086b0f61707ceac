"""Draw the plan of the corpus from a seed: which reviews there are and what each must hold."""
from __future__ import annotations
import random, sys, collections, math, datetime as dt
from pathlib import Path
import yaml
HERE = Path(__file__).parent
W = {"glasgow-city":7,"city-of-edinburgh":6,"fife":5,"south-lanarkshire":5,"aberdeen-city":4,"aberdeenshire":4,"highland":4,"dundee-city":4,"west-lothian":4,"renfrewshire":4,"falkirk":4,"north-ayrshire":4,"perth-and-kinross":3,"dumfries-and-galloway":3,"scottish-borders":3,"south-ayrshire":3,"east-ayrshire":3,"east-lothian-and-midlothian":4,"clackmannanshire-and-stirling":3,"angus":3,"moray":3,"inverclyde":3,"west-dunbartonshire":3,"argyll-and-bute":3,"east-dunbartonshire":2,"east-renfrewshire":2,"orkney":1,"shetland":1,"outer-hebrides":1}
OUT = "north-lanarkshire"
NE = {"aberdeen-city","aberdeenshire","moray"}
COMPAT = {
 "management_systems":["supervision","workload_resources","commissioning","training","roles_responsibilities","escalation","adult_services_interface","out_of_hours","looked_after","thresholds_referral","poverty_housing","parental_mental_health","substance_misuse","child_sexual_abuse_exploitation"],
 "family_professional_interaction":["family_engagement","voice_of_child","fathers_partners","substance_misuse","neglect","parental_mental_health","poverty_housing","professional_challenge","looked_after","pre_birth","child_sexual_abuse_exploitation","kinship_care"],
 "tools":["record_keeping","it_systems","assessment","thresholds_referral","planning_review","information_sharing","pre_birth","neglect","training","looked_after","voice_of_child"],
 "responses_to_incidents":["information_sharing","out_of_hours","thresholds_referral","child_sexual_abuse_exploitation","substance_misuse","roles_responsibilities","escalation","adult_services_interface","family_engagement","pre_birth","transience_transfer"],
 "longer_term_work":["planning_review","neglect","transience_transfer","looked_after","kinship_care","roles_responsibilities","pre_birth","assessment","adult_services_interface","substance_misuse","parental_mental_health","poverty_housing","commissioning"],
 "cognitive_emotional_bias":["professional_challenge","assessment","neglect","parental_mental_health","substance_misuse","family_engagement","voice_of_child","child_sexual_abuse_exploitation","fathers_partners","poverty_housing"],
}
TYP = {"management_systems":.25,"family_professional_interaction":.18,"tools":.13,"responses_to_incidents":.15,"longer_term_work":.17,"cognitive_emotional_bias":.12}
DEPTH = {"icr":{"description":.4,"explanation":.36,"remedial_action":.12,"underlying_reason":.12},
 "scr":{"description":.16,"explanation":.44,"remedial_action":.12,"underlying_reason":.28},
 "lt":{"underlying_reason":.8,"explanation":.2}}
KINDS = ["training","supervision_support","information_sharing","audit_monitoring","resources","multi_agency_arrangement","commissioning","national_policy","other"]
FACTORS = {"domestic_abuse":.55,"substance_misuse":.5,"alcohol":.35,"parental_mental_health":.45,"learning_disability":.12,"criminality":.3,"transience":.25}

class Quota:
    """Pick keys so that each keeps its share of all picks made so far."""
    def __init__(s, shares, rng): s.sh=shares; s.n=collections.Counter(); s.t=0.; s.r=rng
    def note(s,k,w=1): s.n[k]+=w
    def pick(s, allowed=None):
        s.t+=1
        ks=[k for k in s.sh if allowed is None or k in allowed]
        k=max(ks,key=lambda k:(s.sh[k]*s.t-s.n[k])+s.r.gauss(0,.45))
        s.n[k]+=1; return k

def spread(n,k,rng):
    o=[True]*k+[False]*(n-k)
    # evenly spaced choice of k of n
    pos={int((i+rng.uniform(.15,.85))*n/k) for i in range(k)}
    while len(pos)<k: pos.add(rng.randrange(n))
    return pos
def date(t):
    y=int(t); d=dt.date(y,1,1)+dt.timedelta(days=int((t-y)*365)); return d
def months(d,m):
    return d+dt.timedelta(days=round(m*30.44))

def draw(seed):
    r=random.Random(seed); rows=[]
    # 1 full reviews
    N=70
    scr=[dict(kind="scr",type="significant_case_review",t=2007.15+(i+r.uniform(.2,.8))/N*14.7) for i in range(N)]
    for x in scr[-5:]: x["type"]="learning_review"
    s65=scr[:65]
    meth=["root_cause_analysis"]*11+["learning_together"]*8+["significant_incident_learning_process"]*8+["individual_management_reviews"]*14+["hybrid"]*7+["appreciative_inquiry"]*3+["child_practice_review"]*5+["other"]*3+["not_stated"]*6
    late=[i for i,x in enumerate(s65) if x["t"]>2009.3]; lt=[i for i,x in enumerate(s65) if x["t"]>2010.5]
    def even(pool,k):
        return [pool[int((j+r.uniform(.2,.8))*len(pool)/k)] for j in range(k)]
    L=even(lt,8); rest=[i for i in late if i not in L]; R=even(rest,11)
    for i in L: s65[i]["methodology"]="learning_together"
    for i in R: s65[i]["methodology"]="root_cause_analysis"
    q=Quota({m:c/46 for m,c in collections.Counter(meth[19:]).items()},r)
    for x in s65:
        if "methodology" not in x: x["methodology"]=q.pick()
    for x,m in zip(scr[65:],["hybrid","not_stated","appreciative_inquiry","hybrid","not_stated"]): x["methodology"]=m
    # durations (commission to ratified): the same spread whatever the method, one apart
    base=[5,6,6,7,7,8,8,9,9,10,10,10,11,11,12,12,13,13,14,15,16,17,18,20,22]
    by=collections.defaultdict(list)
    for x in scr: by[x["methodology"]].append(x)
    for m,xs in by.items():
        if m=="root_cause_analysis":
            d=[25,26,27,28,29,30,31,32,34,35,37]
        else:
            n=len(xs); d=[base[int((j+.5)*len(base)/n)] for j in range(n)]
        r.shuffle(d)
        for x,k in zip(xs,d): x["months"]=k if x["type"]!="learning_review" else min(k,14)
    for x in scr:
        x["completed"]=date(x["t"]); x["commission"]=months(x["completed"],-x["months"])
        x["decision"]=months(x["commission"],-r.uniform(.5,1.6)); x["notification"]=months(x["decision"],-r.uniform(1,3.5)); x["incident"]=months(x["notification"],-r.uniform(.2,2.5))
        x["submitted"]=months(x["completed"],r.uniform(.4,1.6))
        x["published"]=months(x["submitted"],r.uniform(1,6)) if r.random()<.62 else None
    cand=[x for x in scr if x["decision"]>=dt.date(2007,2,1)]
    linked=[cand[i] for i in sorted(spread(len(cand),44,r))]
    pro=[]
    for x in linked:
        p=dict(kind="icr",type="initial_case_review",decision_is="proceed",case=x,completed=x["decision"],notification=x["notification"],incident=x["incident"]); x["icr"]=p; pro.append(p)
    def icr_dates(x,t):
        x["completed"]=date(t); x["notification"]=months(x["completed"],-r.choice([1,1.5,2,2,2.5,3,4,5])); x["incident"]=months(x["notification"],-r.uniform(.2,2))
    for i in range(6):
        p=dict(kind="icr",type="initial_case_review",decision_is="proceed"); icr_dates(p,2020.3+i*.28); pro.append(p)
    other=[]
    for ty,t in [("multi_agency_professional_forum",2010.4),("multi_agency_professional_forum",2014.3),("multi_agency_professional_forum",2016.7),("multi_agency_professional_forum",2019.2),("thematic_review",2013.6),("thematic_review",2020.5),("critical_incident_review",2008.5)]:
        x=dict(kind="other",type=ty,methodology="other" if ty!="critical_incident_review" else "not_stated"); x["completed"]=date(t); x["commission"]=months(x["completed"],-r.randint(5,9)); x["decision"]=months(x["commission"],-1); x["notification"]=months(x["decision"],-2); x["incident"]=months(x["notification"],-1); x["submitted"]=months(x["completed"],1); x["published"]=None; other.append(x)
    # decisions not to proceed fill the years evenly
    cnt=collections.Counter(x["completed"].year for x in scr+pro+other)
    want={y:14+(1 if k in spread(15,10,random.Random(seed+9)) else 0) for k,y in enumerate(range(2007,2022))}
    need={y:max(0,want[y]-cnt[y]) for y in want}
    while sum(need.values())!=93:
        y=r.choice(list(need)); need[y]+=1 if sum(need.values())<93 else -(need[y]>0)
    no=[]
    for y,k in need.items():
        for j in range(k):
            x=dict(kind="icr",type="initial_case_review",decision_is="not_proceed"); icr_dates(x,y+(j+r.uniform(.2,.8))/k*.97+.01); no.append(x)
    # committees
    tot=sum(W.values())
    outl={no[i]["completed"]:no[i] for i in spread(93,18,r)}
    outs=list(outl.values()); 
    for x in outs: x["committee"]=OUT
    def com(xs):
        q=Quota({c:w/tot for c,w in W.items()},r)
        order=list(xs); r.shuffle(order)
        for x in order:
            x["committee"]=q.pick([c for c in W if not (c in NE and 2013 in (x["completed"].year, x["case"]["completed"].year if "case" in x else 0))])
    com([p for p in pro]); com([x for x in no if "committee" not in x])
    for x in linked: x["committee"]=x["icr"]["committee"]
    com([x for x in scr if "committee" not in x]+other)
    r.choice([x for x in scr if "icr" not in x and x["type"]=="significant_case_review"])["committee"]=OUT
    # an ICR that led to another kind of review
    for f in other[:4]:
        c=min((x for x in no if x["committee"]!=OUT and "leads" not in x),key=lambda x:abs((x["completed"]-f["decision"]).days))
        c["decision_is"]="other_review"; c["leads"]=f; f["icr"]=c; f["committee"]=c["committee"]; f["incident"],f["notification"]=c["incident"],c["notification"]; f["decision"]=c["completed"]; f["commission"]=max(f["commission"],months(c["completed"],.5))
    allr=sorted(scr+pro+other+no,key=lambda x:(x["completed"],x["type"],x["committee"]))
    for x in allr:
        if x["committee"] in NE and x["completed"].year<2013 and (x.get("case") is None or True): x["committee"]="north-east-of-scotland"
    for x in allr:
        x.setdefault("methodology",None)
        x["cat"]={"icr":"icr","other":"scr"}.get(x["kind"],"lt" if x["methodology"]=="learning_together" else "scr")
    for x in scr:
        if "icr" in x and x["committee"]!=x["icr"]["committee"]:
            pass
    # number of findings
    for x in allr:
        t=x["type"]
        x["nf"]= {"thematic_review":6,"multi_agency_professional_forum":3,"critical_incident_review":3,"learning_review":4}.get(t)
        if x["nf"] is None: x["nf"]= 1 if x.get("decision_is")=="proceed" else (r.choices([1,2],[.55,.45])[0] if t=="initial_case_review" else None)
    qs=Quota({3:.25,4:.35,5:.25,6:.15},r)
    for x in allr:
        if x["nf"] is None: x["nf"]=qs.pick()
    # circumstances, each kept level over time; an ICR and its review share them
    Q={k:Quota(v,random.Random(seed+i+50)) for i,(k,v) in enumerate({
      "outcome_scr":{"death":.42,"serious_harm":.44,"risk_of_harm":.14},"outcome_icr":{"death":.32,"serious_harm":.38,"risk_of_harm":.3},
      "age":{"unborn_or_under_one":.3,"one_to_four":.26,"five_to_eleven":.14,"twelve_to_seventeen":.30},"sex":{"female":.42,"male":.46,"not_recorded":.12},
      "children":{1:.68,2:.17,3:.1,4:.05},"harm":{"neglect":.46,"physical_abuse":.28,"sexual_abuse":.1,"emotional_abuse":.16},
      "registered":{"yes":.22,"no":.6,"not_recorded":.18},"previously_registered":{"yes":.2,"no":.5,"not_recorded":.3},"looked_after":{"yes":.18,"no":.7,"not_recorded":.12},
      "economic":{"yes":.22,"no":.12,"not_recorded":.66},"disability":{"yes":.1,"no":.6,"not_recorded":.3},"ethnicity":{"yes":.3,"no":.3,"not_recorded":.4},
      "grade":{"catastrophic":.3,"severe":.25,"significant":.25,"moderate":.15,"low":.05},
      "rev":{"one_external":.6,"two_internal":.2,"external_and_internal":.2},
      "parallel":{"none":.55,"criminal":.25,"fatal_accident_inquiry":.08,"disciplinary":.05,"domestic_homicide_review":.02,"mappa":.05},
      **{f:{"yes":s,"no":(1-s)*.62,"not_recorded":(1-s)*.38} for f,s in FACTORS.items()},
    }.items())}
    for x in allr:
        if "case" in x and "circ" in x["case"]: continue
        src=x.get("circ") or (x["icr"]["circ"] if "icr" in x else None)
        if src is None:
            o=Q["outcome_icr" if x["kind"]=="icr" and "case" not in x else "outcome_scr"].pick()
            a=Q["age"].pick()
            src=dict(outcome=o,age_band=a,children=Q["children"].pick(),sex=Q["sex"].pick(),harm=Q["harm"].pick(),
              registered=Q["registered"].pick(),previously_registered=Q["previously_registered"].pick(),looked_after=Q["looked_after"].pick(),
              economic_circumstances=Q["economic"].pick(),disability=Q["disability"].pick(),ethnicity_recorded=Q["ethnicity"].pick(),
              family_factors={f:Q[f].pick() for f in FACTORS},
              grade_of_concern=("catastrophic" if o=="death" else Q["grade"].pick(["severe","significant"] if o=="serious_harm" else ["moderate","low","significant"])))
        x["circ"]=src
        if x["type"]!="thematic_review": x["parallel"]=Q["parallel"].pick() if x["kind"]=="scr" else "none"
        if x.get("parallel")=="fatal_accident_inquiry" and x["circ"]["outcome"]!="death": x["parallel"]="criminal"
        x["rev"]=Q["rev"].pick() if x["kind"]=="scr" else None
    # recurrences
    issues=yaml.safe_load((HERE/"issues.yaml").read_text())
    slots={id(x):{} for x in allr}; used=collections.Counter()
    plant=[]
    for g in issues:
        n=len(g["angles"]); lo,hi=(2007.5,2021.6)
        if g["id"]=="self-harm-two-pathways": lo=2018.5
        ts=[lo+(hi-lo)*(i+r.uniform(.2,.8))/n for i in range(n)]
        if g["id"]=="da-incidents-counted-singly": ts=[2010.5,2014.6,2017.2,2019.1,2020.9]
        members=[]
        need_f={"domestic_abuse","substance_misuse"}&set(g["themes"])
        for i,t in enumerate(ts):
            def ok(x):
                c=x["circ"]
                if x["kind"]=="icr" and (x["decision_is"]=="proceed"): return False
                if x["kind"]=="icr" and g["id"]=="supervision-task-only" and i not in(3,): return False
                if len(slots[id(x)])>=min(2,x["nf"]) or any(s==g["id"] for s in slots[id(x)].values()): return False
                if any(c["family_factors"][f]!="yes" for f in need_f): return False
                if "self_harm_suicide" in g["themes"] and c["age_band"]!="twelve_to_seventeen": return False
                if g["id"].startswith("neglect") and c["harm"]!="neglect": return False
                if g["id"]=="hospital-discharge-without-plan" and c["age_band"] not in("unborn_or_under_one","one_to_four"): return False
                if any(m["committee"]==x["committee"] for m in members): return False
                if x["type"]=="thematic_review": return False
                if x["committee"]=="north-east-of-scotland" and g.get("resolved"): return False
                return True
            pool=[x for x in allr if ok(x)]
            if g.get("resolved") and i==n-1:
                # it came back where it had been recorded resolved
                pool2=[x for x in allr if x["committee"]==members[1]["committee"] and (x["completed"]-members[1]["completed"]).days>900 and not (x["kind"]=="icr" and x["decision_is"]=="proceed") and len(slots[id(x)])<min(2,x["nf"]) and all(x["circ"]["family_factors"][f]=="yes" for f in need_f)]
                if not pool2: return None
                x=r.choice(pool2)
            else:
                if not pool: return None
                x=min(pool,key=lambda x:abs(x["t" ] if "t" in x else x["completed"].year+x["completed"].timetuple().tm_yday/366.) - t if False else abs((x["completed"].year+x["completed"].timetuple().tm_yday/366.)-t)+r.uniform(0,.8)+.6*(used[x["committee"]]))
            free=[k for k in range(1,x["nf"]+1) if k not in slots[id(x)]]
            slots[id(x)][r.choice(free)]=g["id"]; members.append(x); used[x["committee"]]+=1
            plant.append((g,i,x))
        g["_members"]=members
    angle={(id(x),g["id"]):g["angles"][i] for g,i,x in plant}
    gid={g["id"]:g for g in issues}
    # findings
    qt=Quota(TYP,random.Random(seed+1)); qd={k:Quota(v,random.Random(seed+2)) for k,v in DEPTH.items()}
    pool=sorted({t for v in COMPAT.values() for t in v}); weight={t:1. for t in pool}
    weight.update(supervision=.75,information_sharing=1.5,assessment=1.4,planning_review=1.3,neglect=1.6,substance_misuse=1.1,kinship_care=.25)
    s=sum(weight.values()); qth=Quota({t:w/s for t,w in weight.items()},random.Random(seed+3))
    rr=random.Random(seed+4); count=0
    gpairs={frozenset(g['themes']) for g in issues if len(g['themes'])==2}
    pairs=collections.Counter()
    for x in allr:
        ts=sorted({t for g in slots[id(x)].values() for t in gid[g]["themes"]})
        pairs.update((a,b) for a in ts for b in ts if a!=b)
    def fresh(x,fs,a,cap=4):
        """Themes that do not yet keep company with this review's other themes too often."""
        have={t for f in fs for t in f["themes"]}|{t for g in slots[id(x)].values() for t in gid[g]["themes"]}
        ok=[t for t in a if all(pairs[t,h]<cap for h in have if h!=t)]
        return ok or sorted(a,key=lambda t:max((pairs[t,h] for h in have if h!=t),default=0))[:3]
    def company(x,fs,t):
        have={u for f in fs for u in f["themes"]}|{u for g in slots[id(x)].values() for u in gid[g]["themes"]}
        if t in have: return
        for h in have: pairs[t,h]+=1; pairs[h,t]+=1
    def can(x,t):
        c=x["circ"]; f=c["family_factors"]; th=x["type"]=="thematic_review"
        if th: return t!="kinship_care"
        return {"substance_misuse":f["substance_misuse"]=="yes","parental_mental_health":f["parental_mental_health"]=="yes","transience_transfer":f["transience"]=="yes",
          "pre_birth":c["age_band"]=="unborn_or_under_one","neglect":c["harm"]=="neglect","looked_after":c["looked_after"]=="yes",
          "child_sexual_abuse_exploitation":c["harm"]=="sexual_abuse" or (c["age_band"]=="twelve_to_seventeen"),"poverty_housing":True,
          "kinship_care":False}.get(t,True)
    for x in allr:
        fs=[]
        for k in range(1,x["nf"]+1):
            g=slots[id(x)].get(k)
            if g:
                g=gid[g]
                for t in g["themes"]: qth.note(t)
                qt.note(g["typology"]); qt.t+=1; qth.t+=1.5
                d=qd[x["cat"]].pick(["explanation","underlying_reason"])
                fs.append(dict(number=k,typology=g["typology"],themes=list(g["themes"]),depth=d,polarity="weakness",issue=g["id"],angle=angle[id(x),g["id"]]))
                continue
            count+=1
            ty=qt.pick(); th=[]
            a=[t for t in COMPAT[ty] if can(x,t)]
            seen=[tuple(f["themes"]) for f in fs]
            th.append(qth.pick(fresh(x,fs,a))); company(x,fs,th[0])
            if rr.random()<.5:
                b=[t for t in a if t not in th and frozenset((t,th[0])) not in gpairs]
                if b:
                    u=qth.pick(fresh(x,fs+[dict(themes=th)],b)); company(x,fs+[dict(themes=th)],u); th.append(u)
            pol="weakness"; d=qd[x["cat"]].pick()
            if count%13==0 and len(th)<3 and x.get("decision_is")!="proceed":
                pol="good_practice"; th.append("good_practice"); d="description"
            fs.append(dict(number=k,typology=ty,themes=th,depth=d,polarity=pol,issue=None,angle=None))
        x["f"]=fs
    # domestic abuse: rising; self-harm: new from the end of 2018; kinship with substance misuse
    def mark(theme,xs,typs):
        for x in xs:
            c=[f for f in x["f"] if not f["issue"] and f["polarity"]=="weakness" and f["typology"] in typs and len(f["themes"])<3]
            if c:
                f=rr.choice(c); f["themes"]=([theme]+f["themes"])[:3]; x.setdefault("marks",set()).add(theme)
    def has(x,t): return any(t in f["themes"] for f in x["f"])
    years=range(2007,2022)
    everyday={"family_professional_interaction","responses_to_incidents","longer_term_work","tools","cognitive_emotional_bias"}
    for y in years:
        target=round(.2+(y-2007)*9.0/14)
        xs=[x for x in allr if x["completed"].year==y and x["circ"]["family_factors"]["domestic_abuse"]=="yes" and not has(x,"domestic_abuse") and any(not f["issue"] and f["polarity"]=="weakness" and f["typology"] in everyday and len(f["themes"])<3 for f in x["f"])]
        have=sum(has(x,"domestic_abuse") for x in allr if x["completed"].year==y)
        rr.shuffle(xs); mark("domestic_abuse",xs[:max(0,target-have)],everyday)
    lateish=[x for x in allr if x["completed"]>=dt.date(2018,10,1) and x["circ"]["age_band"]=="twelve_to_seventeen" and not has(x,"self_harm_suicide")]
    rr.shuffle(lateish); mark("self_harm_suicide",lateish[:10],everyday|{"management_systems"})
    early=[x for x in allr if x["completed"].year in(2009,2015) and x["circ"]["age_band"]=="twelve_to_seventeen"]; rr.shuffle(early); mark("self_harm_suicide",early[:2],everyday)
    ks=[x for x in allr if any("substance_misuse" in f["themes"] and not f["issue"] and len(f["themes"])<3 and f["typology"] in("longer_term_work","family_professional_interaction") and f["polarity"]=="weakness" for f in x["f"])]
    for i in sorted(spread(len(ks),min(14,len(ks)),rr)):
        f=rr.choice([f for f in ks[i]["f"] if "substance_misuse" in f["themes"] and not f["issue"] and len(f["themes"])<3 and f["typology"] in("longer_term_work","family_professional_interaction") and f["polarity"]=="weakness"]); f["themes"].insert(1,"kinship_care")
    # a finding on poverty needs economic circumstances that were recorded
    for x in allr:
        if has(x,"poverty_housing"): x["circ"]["economic_circumstances"]="yes"
        if x["type"]=="thematic_review": x["circ"]=dict(x["circ"],children=8)
    # recommendations
    qk=Quota({k:1/9 for k in KINDS},random.Random(seed+5))
    for x in allr:
        x["r"]=[]
        if x["cat"]=="lt" or x.get("decision_is")=="proceed": continue
        frac=max(0,(x["completed"].toordinal()-dt.date(2007,1,1).toordinal())/(365.25*14.9))
        if x["kind"]=="icr":
            if rr.random()<.24: x["r"].append("procedure_guidance" if rr.random()<.85-.85*frac else qk.pick())
        else:
            lam=3.6-3.5*frac; p=int(lam+rr.random())
            x["r"]=["procedure_guidance"]*p+[qk.pick() for _ in range(rr.choice([2,2,3]))]; rr.shuffle(x["r"])
    return allr,issues

def ca(rows,pred,den=None):
    """Cochran–Armitage z."""
    xs=[(x["completed"].year,1 if pred(x) else 0) for x in rows]
    n=len(xs); p=sum(v for _,v in xs)/n; m=sum(y for y,_ in xs)/n
    T=sum((y-m)*(v-p) for y,v in xs); V=p*(1-p)*sum((y-m)**2 for y,_ in xs)
    return T/math.sqrt(V) if V else 0
def score(rows):
    ths=sorted({t for x in rows for f in x["f"] for t in f["themes"]}); out={}
    has=lambda x,t:any(t in f["themes"] for f in x["f"])
    for t in ths:
        out["R",t]=ca(rows,lambda x:has(x,t))
        ff=[dict(completed=x["completed"],f=f) for x in rows for f in x["f"]]
        out["F",t]=ca(ff,lambda z:t in z["f"]["themes"])
    for k,vals in {"typology":TYP,"depth":DEPTH["scr"],"polarity":["good_practice"]}.items():
        for v in vals:
            out["R",v+k]=ca(rows,lambda x:any(f[k]==v for f in x["f"])); out["F",v+k]=ca(ff,lambda z:z["f"][k]==v)
    for k in ["outcome","age_band","sex","harm","registered","previously_registered","looked_after","economic_circumstances","disability","ethnicity_recorded","grade_of_concern"]:
        for v in {x["circ"][k] for x in rows}: out["C",k,v]=ca(rows,lambda x:x["circ"][k]==v)
    for f in FACTORS:
        for v in("yes","no","not_recorded"): out["C",f,v]=ca(rows,lambda x:x["circ"]["family_factors"][f]==v)
    rec=[dict(completed=x["completed"],k=k) for x in rows for k in x["r"]]
    for k in KINDS+["procedure_guidance"]:
        out["K",k]=ca(rec,lambda z:z["k"]==k); out["KR",k]=ca(rows,lambda x:k in x["r"])
    icr=[x for x in rows if x["kind"]=="icr"]
    out["proceed",]=ca(icr,lambda x:x["decision_is"]=="proceed")
    out["icr",]=ca(rows,lambda x:x["kind"]=="icr"); out["scr",]=ca(rows,lambda x:x["kind"]=="scr")
    for m in {x["methodology"] for x in rows if x["kind"]=="scr"}: out["M",m]=ca([x for x in rows if x["kind"]=="scr"],lambda x:x["methodology"]==m)
    return out
PL={"domestic_abuse","self_harm_suicide","procedure_guidance"}

LAYOUTS={
 "learning_together":[("learning_together","docx"),("learning_together","pdf")],
 "child_practice_review":[("practice_review_tables","docx")],
 "learning_review":[("learning_review","odt"),("learning_review","docx")],
 "scr":[("numbered_overview","pdf"),("run_in_headings","docx"),("two_column","pdf"),("findings_table","docx"),("numbered_overview","docx"),("bullets","odt"),("findings_table","pdf"),("run_in_headings","pdf"),("learning_review","docx"),("numbered_overview","pdf"),("structured_json","json"),("two_column","pdf"),("bullets","odt")],
 "icr":[("icr_form","docx"),("icr_minute","docx"),("icr_form","pdf"),("icr_form","odt"),("icr_minute","txt"),("icr_letter","docx"),("icr_form","docx"),("icr_minute","docx"),("icr_form","pdf"),("icr_letter","pdf"),("structured_json","json"),("icr_form","odt")],
}
def finish(rows,issues,seed):
    rr=random.Random(seed+77)
    # four shares: a case stays together, an issue is told by different hands
    chains=[]
    for x in rows:
        if "case" in x or "leads" in x: continue
        chains.append([x]+([x["icr"]] if "icr" in x else []))
    chains.sort(key=lambda c:-sum(len(x["f"]) for x in c)); load=[[0,0] for _ in range(4)]; seen=collections.Counter()
    for c in chains:
        gs=[f["issue"] for x in c for f in x["f"] if f["issue"]]
        nf=sum(len(x["f"]) for x in c)
        k=min(range(4),key=lambda k:(max(0,load[k][1]+len(c)-55)*100+sum(seen[k,g] for g in gs)*9+load[k][0]+load[k][1]*1.2,k))
        for g in gs: seen[k,g]+=1
        load[k][0]+=nf; load[k][1]+=len(c)
        for x in c: x["share"]=k+1
    rows.sort(key=lambda x:(x["share"],x["completed"],x["type"]))
    it={k:0 for k in LAYOUTS}
    for n,x in enumerate(rows,1):
        x["row"]=n; x["key"]=f"r{n:03d}"
        k="icr" if x["kind"]=="icr" else "learning_review" if x["type"]=="learning_review" else x["methodology"] if x["methodology"] in LAYOUTS else "scr"
        x["layout"],x["format"]=LAYOUTS[k][it[k]%len(LAYOUTS[k])]; it[k]+=1
        states=x["layout"]=="learning_together" or x["layout"]=="structured_json" or (x["layout"]=="findings_table")
        for f in x["f"]: f["stated"]=states
    # what committees did; some recorded an issue resolved before it came back
    for x in rows: x["resp"]=[]
    for g in issues:
        if not g.get("resolved"): continue
        m=g["_members"][1]; last=g["_members"][-1]
        f=next(f for f in m["f"] if f["issue"]==g["id"])
        on=m["completed"]+(last["completed"]-m["completed"])*.55
        m["resp"].append(dict(to="finding",number=f["number"],answer="accepted",status="resolved",due=months(on,-3),done=on))
    statuses=["done","open","overdue","done","done","open","rejected","done","in_part","overdue"]
    pool=[x for x in rows if x["kind"]!="icr" and x["completed"].year<2021]
    for j,i in enumerate(sorted(spread(len(pool),44,rr))):
        x=pool[i]; s=statuses[j%10]; f=rr.choice(x["f"])
        if any(z["number"]==f["number"] for z in x["resp"]) or f["polarity"]=="good_practice": continue
        due=months(x["completed"],rr.randint(6,14)); done=months(due,rr.randint(-3,4)) if s in("done",) else None
        x["resp"].append(dict(to="finding",number=f["number"],answer={"rejected":"rejected","in_part":"in_part"}.get(s,"accepted"),status={"done":"resolved","rejected":"open","in_part":"open"}.get(s,s) if s!="overdue" else "open",due=due if s!="rejected" else None,done=done))
    out=[]
    iso=lambda d:d.isoformat() if d else None
    for x in rows:
        lt=x["layout"]=="learning_together"; icr=x["kind"]=="icr"
        nx=x.get("case") or x.get("leads")
        rv=x["rev"]
        row=dict(row=x["row"],key=x["key"],share=x["share"],committee=x["committee"],type=x["type"],methodology=x["methodology"],
          layout=x["layout"],format=x["format"],decision=x.get("decision_is") or "proceed",
          leads_to=nx["key"] if nx else None,led_from=x["icr"]["key"] if "icr" in x else None,
          dates={k:iso(x.get(k)) for k in("incident","notification","decision","commission","completed","submitted","published")},
          reviewers=None if rv is None else dict(number={"one_external":1,"two_internal":2,"external_and_internal":2}[rv],external={"one_external":1,"two_internal":0,"external_and_internal":1}[rv],accredited=2 if False else (1 if lt else 0)),
          parallel_proceedings=x.get("parallel","none"),circumstances=dict(x["circ"],family_factors=dict(x["circ"]["family_factors"])),
          words={"icr":[150,350],"other":[500,1200],"scr":[500,1200]}[x["kind"]],
          five_questions=lt,
          findings=[dict(f) for f in x["f"]],
          recommendations=[dict(number=i,kind=k,smart=rr.random()<.5) for i,k in enumerate(x["r"],1)],
          responses=[dict(z,due=iso(z["due"]),done=iso(z["done"])) for z in x["resp"]])
        if icr and not row["dates"]["decision"]: row["dates"]["decision"]=row["dates"]["completed"]
        out.append(row)
    return out
def fisher(rows):
    from scipy.stats import fisher_exact
    ths=sorted({t for x in rows for f in x["f"] for t in f["themes"]}); res=[]
    sets={t:{x["key"] for x in rows if any(t in f["themes"] for f in x["f"])} for t in ths}; n=len(rows)
    for i,a in enumerate(ths):
        for b in ths[i+1:]:
            A,B=sets[a],sets[b]; k=len(A&B)
            res.append((fisher_exact([[k,len(A)-k],[len(B)-k,n-len(A|B)]],"greater")[1],a,b,k))
    return sorted(res)
def funnel(rows):
    from scipy.stats import binom
    icr=[x for x in rows if x["type"]=="initial_case_review"]; p=sum(x["decision_is"]=="proceed" for x in icr)/len(icr); o=[]
    for c in {x["committee"] for x in icr}:
        a=[x["decision_is"]=="proceed" for x in icr if x["committee"]==c]; k,n=sum(a),len(a)
        o.append((2*min(binom.cdf(k,n,p),1-binom.cdf(k-1,n,p)),c,k,n))
    return sorted(o)
if __name__=="__main__":
    for seed in range(int(sys.argv[1]),int(sys.argv[2])):
        d=draw(seed)
        if not d: continue
        rows,iss=d; sc=score(rows)
        if any(x["committee"] in NE and x["completed"].year==2013 for x in rows): continue
        bad=sorted(((abs(z),k) for k,z in sc.items() if not(set(k)&PL and k[0]!="C")),reverse=True)[:3]
        if bad[0][0]>1.75: continue
        if min(abs(sc["R","domestic_abuse"]),abs(sc["F","domestic_abuse"]))<4.0 or sc["KR","procedure_guidance"]>-2.9 or sc["R","self_harm_suicide"]<3.5: continue
        plan=finish(rows,iss,seed); fi=fisher(rows); fu=funnel(rows)
        m=435
        if fi[0][1:3]!=("kinship_care","substance_misuse") or fi[0][0]*m>.01: continue
        q=min(p*m/(i+1) for i,(p,*_) in enumerate(fi) if i)
        if q<.15 or fu[0][1]!=OUT or fu[1][0]<.1: continue
        sup=sum("supervision" in f["themes"] for x in rows for f in x["f"])
        print(seed,len(rows),sum(len(x["f"]) for x in rows),sum(len(x["r"]) for x in rows),bad,fi[:3],round(q,2),fu[:3],sup,[round(sc[k],1) for k in [("R","domestic_abuse"),("KR","procedure_guidance"),("R","self_harm_suicide")]],flush=True)
        if len(sys.argv)>3:
            (HERE/"plan.yaml").write_text(yaml.safe_dump(plan,sort_keys=False,allow_unicode=True,width=100)); break
