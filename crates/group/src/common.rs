//! Common words: how many news texts of a usual length hold a word, in three rough bands. Rarity starts from this until the
//! stream's own counts say better, so that on the first day of a new stream a town weighs more than a council. The bands
//! are an estimate made for this purpose; a word in none of them counts as rare.

/// The share of news texts that hold `word` (an English word in lower case, as it is written), or 0 for a rare one.
pub(crate) fn common() -> impl Iterator<Item = (&'static str, f32)> {
    let bands = [(OFTEN, 0.25), (REGULAR, 0.08), (KNOWN, 0.025)];
    bands.into_iter().flat_map(|(words, share)| words.split_whitespace().map(move |word| (word, share)))
}

/// Words in about one news text of four.
const OFTEN: &str = "\
according across added ago already always announced asked become began begin big bring brought called came city come \
company country day early eight end evening expected family far five former found four full gave give given good \
government great group held help high hold home hour house including keep know large late later lead leader left \
less little local long look major man men million minister month morning move national need night number official \
old open part people percent place plan president public put ran reporter return right run second seven several show \
showed six small spokesman spokeswoman start state statement support think third three time top turn want woman \
women work world year";

/// Words in about one of twelve.
const REGULAR: &str = "\
able accept accident accuse accused action afternoon age agency agree agreed agreement airport allow allowed almost \
alone ambassador amount annual answer anyone anything appear appeared approve approved april area army arrest \
arrested arrive arrived art artist ask association attack august author authority autumn average award ban bank \
believe bill billion bit black blue board boat body book border bought bridge brother budget build building built \
bus business buy call campaign candidate captain car care carried carry case cause ceremony chairman champion \
championship chance change charge charged charity chief child children church citizen claim claimed clear close \
closed club coach coast comment commission committee community concern condition conference confirm confirmed \
congress continue contract control cost council councillor court crash create crew crime criticise criticize cup \
current currently cut daily damage damaged danger daughter dead deal death debate debt december decide decided \
decision defence defense demand denied deny department deputy describe described destroy destroyed die died \
difficult director doctor door dozen drink driver drop east eastern easy economic economy effect effort election \
email embassy emergency enough entire especially event everyone everything evidence exactly example executive \
explain explained eye face fact fail failed fall fan father fear february feel feet fell felt ferry figure film \
final finally financial fire firm flight flood floor follow followed following food foot force foreign free fund \
funding future game goal green growth half hand harbor harbour hard head health hear heard heart heat history hit \
hope hospital hotel hundred husband idea immediately impact important increase industry information injured internet \
interview investigation investigator investor island issue january job join joined judge july june kid killed \
kilometre kind land law lawmaker lawyer league learn learned leave let letter level life likely line living loan \
lose lost lot majority manager march market match mayor measure media medical meet meeting member message met metre \
metres midnight mile miles military ministry minute miss missile missing money mother movie music name nearly \
newspaper nobody noon north northern nothing november nuclear october offer offered office officer online opposition \
order ordered organisation organization paid parent park parliament party pass passed passenger past patient pay \
peace perhaps phone photograph picture plane planned play played player point police policy political politics port \
position possible power present previous price prize probably problem process program programme project propose \
proposed prosecutor protect question quickly quite race radio rail railway rain raise raised rate rather reach \
reached read ready real reason receive received recent recently record red reduce refuse refused region reject \
rejected remain request rescue rescued research researcher resident response restaurant result review rights rise \
risk river road room rose route rule safe safety sale sanction save saved school science scientist score sea season \
secretary security sell senate send sent september serious service share ship shop side sign signed simple sister \
site situation snow sold soldier someone something son sort south southern speak speaking special speech spend spoke \
spring star station stay stop stopped store storm story street strong struck student study summer system table talk \
talks tax teacher team television temperature term test thing thousand threat threaten threatened title together ton \
tonight total town trade traffic train transport travel treaty trial tried troop truck true try trying understand \
union university victim view village visit vote voted voter wait wall war warn warned water weapon weather website \
weekend weekly west western white whole wife win wind winner winter won word worker write written wrong wrote young";

/// Words in about one of forty.
const KNOWN: &str = "\
abuse access account achieve act active activity actor actress add address admit admitted adult advance advantage \
advice advise affair affect afford aid aim air aircraft album alert alive allegation alleged allegedly ally \
alternative ambition analyst anger angry anniversary anxiety apartment apologise apologize apology appeal \
application apply appoint appointed appointment approach argue argued argument arm armed arrange arrangement arrival \
article aside aspect assault assembly asset assist assistance assume athlete attempt attempted attend attended \
attention attitude audience aware away baby bad bag ball band bar barrier base based basic basis bear beat beaten \
beautiful behavior behaviour belief belong benefit bid birth birthday bitter block blood blow bomb bond bonus born \
boss bottom box boy brain branch brand brave break breath breed brief bright brilliant broad broadcast broadcaster \
broke broken bullet buried burn burned burst bury bust busy button buyer cabinet camera camp capital capture card \
career careful cash cast catch caught celebrate celebration cell center central centre century certain chain chair \
challenge channel character cheap check chemical choice choose chose chosen circumstance civil civilian clash class \
classic clean climate clinic clock closely closure clothes cloud coal coalition coastguard code coffee cold collapse \
collapsed colleague collect collection college collision color colour column combat combine comedy comfort command \
commander commercial commit commitment common communication compare compensation compete competition competitor \
complain complaint complete completed complex computer concert conclude conclusion conduct confidence conflict \
connect connection conservative consider considered constant constitution construction consultant consumer contact \
contain content contest context contribute contribution controversial controversy convention conversation convict \
convicted conviction cool cooperation cope copy core corner corporate correct corrupt corruption count couple \
courage course cover coverage crack credit crisis critic critical criticism crop cross crowd crucial cultural \
culture cure customer cycle dad dance dangerous dark data database date deadline deadly dealt debris decade declare \
declared decline deep defeat defeated defend defended degree delay delayed deliver delivery democracy democratic \
demonstrate demonstration depend deploy deployed depth desert deserve design designed desire desk desperate despite \
detail detailed detain detained detect determine determined develop developed developer development device diet \
difference different dinner diplomat diplomatic direct direction disappear disappeared disappointed disappointment \
disaster discover discovered discovery discuss discussion disease dismiss dismissed dispute distance district diver \
doubt draft drama dramatic draw dream dress drew drive drove drug duty earlier earn earth earthquake easily edge \
edition editor education effective electric electricity element eliminate embarrass emerge emerged emotion emotional \
employ employee employer employment empty enable encourage enemy energy engage engine engineer enjoy enormous ensure \
enter entered enterprise entertainment enthusiasm entry environment environmental equal equipment error escape \
escaped essential establish established estate estimate estimated ethnic evacuate evacuated evacuation evaluate \
eventually everybody evident evil exam examine exchange excite exciting excuse exercise exist existing exit expand \
expansion expect expensive experience expert explode exploded explosion expose express extend extended extension \
extensive extra extraordinary extreme facility factor factory fair faith familiar famous farm farmer fashion fast \
fatal fault favor favorite favour favourite feature federal fee female fence festival field fight fighter fighting \
fill finance financing finding fine finger finish finished fish fishing fit fix flag flat fled flee fleet flooding \
fly flying focus fog forecast forest forget form formal forward foundation founder frame freedom fresh friend \
friendly front fuel function funeral furious gain gallery gang gap garden gas gather gathering gender general \
generally generation gift girl glass global god gold gone goods grand grant grass grave grew ground grow growing \
guard guess guest guide guilty gun guy habit hair hall handle hang happen happened happy harm hate headline \
headquarters healthy hearing heavy height helicopter hero hide highest highlight highly highway hill hire historic \
hole holiday holy honest honor honour horror horse host hostage hot household housing huge human humanitarian \
hundreds hunt hurt ice ideal identified identify identity ignore illegal illness image imagine immediate immigrant \
immigration implement imply import importance impose impossible impress improve improvement incident include income \
incredible independence independent indicate individual inflation influence inform initial initiative injury inmate \
inner innocent inquiry inside insist insisted inspection inspector inspire install instance instead institute \
institution insurance intelligence intend intense intention interest interested interesting interior international \
introduce introduced invade invasion invest investigate investigated investment invite invited involve involved \
involvement item jail jailed joint joke journalist journey judgment jump junior jury justice key kick kill killer \
killing king kiss kitchen knee knife knock knowledge known lack lady lake landing language laugh launch launched \
lawsuit lay layer leadership leading leaf lean legal legislation lesson liberal library licence license lie lifetime \
lift lifted light limit limited link list listen literally load lobby located location lock lonely longer loose lord \
loss love low lower luck lucky lunch machine mad magazine mail main mainly maintain maintenance male manage \
management manufacturer margin mark marks marriage married mass massive master material matter maximum meal mean \
meant meanwhile medicine medium mental mention mere merger mess metal method middle mind mine minimum minor minority \
mission mistake mix mob mobile model modern moment monitor mood moon moral motion motor mountain mouth movement \
multiple murder murdered museum musical mystery narrow nation nationwide native natural nature naval navy necessary \
neck negative negotiate negotiation neighbor neighborhood neighbour neighbourhood neither nervous network neutral \
newly nice nine noise nominate nomination nominee normal notable note notice nurse object objection objective \
obvious occasion occur occurred ocean odd offence offense offensive oil okay opening operate operated operation \
operator opponent opportunity oppose opposed option ordinary original otherwise outcome outlet output outside \
outstanding overall overnight overseas owe owner ownership pack package page pain painful paint painting pair panel \
panic paper parade pardon parking participate particular particularly partly partner partnership path patrol pause \
peaceful peak penalty pension perfect perform performance period permanent permission permit person personal \
personnel perspective photo physical pick piece pilot pipe pitch planet planning plant plastic platform pleased \
pledge pledged plenty plot pocket poet pole poll pollution pool poor pop popular population portion positive possess \
possibility possibly post potential pound poverty powerful practice practise praise praised prayer precious predict \
prefer pregnant premier preparation prepare prepared presence presentation presidential press pressure pretty \
prevent pride priest primary prime prince princess principal principle prior priority prison prisoner private \
privately produce produced producer product production profession professional professor profile profit progress \
prominent promise promised promote promotion proof proper property proposal prospect protection protest protester \
proud prove proved provide provided province provision publication publicly publish published publisher pull pulled \
pump punch punish purchase purpose push pushed qualify quality quarter queen quick quiet quit quote racial racism \
racist radar radical raid rally random range rank rapid rare rarely reaction reader realise reality realize rebel \
rebuild recall recession recognise recognize recommend recommendation recorder recover recovered recovery recruit \
refer reference reflect reform refugee regard regime regional register registration regret regular regulate \
regulation regulator relate relation relationship relative relatively release released relevant reliable relief \
religion religious rely remark remarkable remember remind remove removed rent repair repeat repeated replace \
replaced replacement represent representative republic reputation reserve residence resign resignation resigned \
resist resolution resolve resource respect respond responded responsibility responsible rest restore restrict \
restriction retail retire retired retirement retreat reveal revealed revenue revise revised revolution rich ride \
rider rifle ring riot rival rob rock role roll roof root rough round row royal ruin ruling rumor rumour running \
rural rush sacrifice sad sail sailing salary sample sand sank satellite satisfy scale scandal scared scene schedule \
scheduled scheme scholar scope scream screen script search secret section sector secure seek select senator senior \
sense sensitive sentence sentenced separate sequence series seriously serve served session settle settled settlement \
severe severely sex sexual shadow shake shape shareholder sharp sheet shell shelter shift shine shock shocked shoe \
shoot shooting shortage shortly shot shoulder shout shouted shut sick sight signal signature significant silence \
silent silver similar singer single sink sit sitting size skill skin sky sleep slow slowly smart smash smile smoke \
smooth social society soft software soil solar solid solution solve song sorry sought soul sound source space spare \
speaker specialist species specific specifically spectator speed spell spirit split spokesperson sponsor sport spot \
spread squad square stable stadium staff stage stake stand standard standing stare statistics status steal steel \
step stick stock stolen stone stood straight strange stranger strategic strategy stream strength stress stretch \
strike striker strip stroke structure struggle stuck studio stuff style subject submit succeed success successful \
sudden suddenly sue suffer suffered sufficient suggest suggested suggestion suicide suit sum sun super supplies \
supply supporter suppose supreme surface surgery surprise surprised surprising surround survey survival survive \
survived survivor suspect suspected suspend suspended suspicion sustain swear sweep swept swim swing switch sympathy \
tackle tactic tale talent tank tape target task taste taught teach tear technical technology teen teenager telephone \
temporary tend tennis tension tent terminal terrible territory terror terrorism terrorist testify testimony text \
thank theatre theory therefore thick thin threw throw thrown ticket tie tight tip tired toll tone tonne tool tooth \
topic touch tough tour tourism tourist tournament tower toy track tradition traditional tragedy tragic trail trained \
training transfer transform transition translation trap trash treat treated treatment tree trend tribute trick \
trigger trip triumph trouble trust truth tube tunnel turnout twice twin twist type typical ultimate ultimately \
unable uncertain uncle unclear unemployment unexpected unfair unfortunately uniform unique unit unite united unity \
universal unknown unless unlikely unusual upper upset urban urge urged urgent user usual usually vaccine valley \
valuable value van variety various vast vehicle verdict version vessel veteran vice victory viewer violence violent \
virus visible vision visitor vital voice volume voluntary volunteer wage walk walked warm warning wash waste wave \
weak weaken wealth wear wedding weigh weight welcome welfare wet whatever wheel whoever wide widely widespread wild \
willing window wine wing winning wire wise wish withdraw withdrawal withdrew witness wonder wood wooden worried \
worry worse worst worth wound wounded wreck writer yard yellow youth zone";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_is_in_one_band_and_no_name_is_in_any() {
        let words: Vec<&str> = common().map(|c| c.0).collect();
        let distinct: std::collections::BTreeSet<&str> = words.iter().copied().collect();
        assert_eq!(words.len(), distinct.len());
        assert!(words.len() > 2000 && words.iter().all(|w| w.chars().all(|c| c.is_ascii_lowercase())));
        assert!(distinct.contains("council") && !distinct.contains("london"));
    }
}
