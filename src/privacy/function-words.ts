/**
 * Words that open a sentence or hold it together in bokmål, nynorsk, Swedish and English. With a capital they stand at a sentence's
 * start or in a title, and never belong to a name. Lower case, ø as ö and æ as ä, as `fold` gives them.
 */
export const FUNCTION_WORDS: ReadonlySet<string> = new Set(
  `
  jeg eg jag i me vi du de dere dykk ni han hun ho hon den det dei dem dom they he she it we you us our your my mine min
  mitt mina din ditt dina sin sitt sina vår vårt våra våre deres er ert era hans hennes hendar deira their his her its man
  en ei et ein eit ett a an the hva kva vad what hvem kven vem who whom whose hvilken hvilket hvilke vilken vilket vilka
  which hvor kor kvar var where når när when hvordan korleis hur how hvorfor kvifor varför why whether om hvis viss dersom
  ifall if og och and men but eller or ellers elles å att at to for för fordi eftersom since because so så derfor därför
  difor da då mens medan while etter efter after before under over över ved vid med with uten utan without av of på on til
  till frå fra från from mot hos gjennom genom through mellom mellan between innen innan inom inne inn in ut ute upp opp ned
  ner bort by about into than then that this these those dette denne disse desse detta denna dessa här der där there here ja
  nei nej yes no ikke ikkje inte not never aldri aldrig alltid always også òg också also too bare berre bara only kanskje
  kanske perhaps maybe nå nu now just jo vel väl alle alla all every hver hvert kvart varje noe noen noko nokon någon något
  några some any anyone someone ingen inga intet none nobody nothing ingenting mange många many flere fleire flera more mest
  most andre andra other annan annen anna another samme same samma slik slikt sånn sådan such both begge både båda är is are
  was were be been am vore värt vara bli blir ble blei blev har hade hadde have has had having do does did doing done gjör
  gjer göra gjöre gjorde kan kunne kunde can could må måtte måste must skal skulle ska shall should vil ville vill will
  would bör burde börjar may might får fick fekk fikk la lar lat let få går gå gikk gick gjekk gjelder gjeld gäller gjelde
  trenger treng behöver behövs need needs finnes finst finns fins finn finner hittar ta tar tek take takes sett set sette
  setter setje lag lage lager laga skapa skape create make made bruk bruke bruker brukar använd använda använder use uses
  using vis vise viser visa visar show shows skriv skrive skriver skrivar write writes si sier seier säger say says said
  svar svare svarer svarar svarade answer spör spörre fråga frågar ask asks asked hold held holde håll slett slette sletter
  slettar radera raderar delete fjern fjerne fjernar remove legg legge legger lägg lägga lägger leggje put se ser sjå see
  look del dele deler dela delar share publiser publisere publicera post posta poster ber bed send sende sender skicka
  skickar start starte startar starta velg velge välj välja choose pick sjekk sjekke kolla check husk kom ihåg remember tenk
  tänk think pröv prova try unngå undvik avoid avoider fölg följ follow les läs read fortell berätta tell forklar förklara
  explain hjelp hjälp help gi gir gje gjev ge ger give gives given holder räcker räknas regnes reknast hörer höyrer hör
  ingår means betyr betyder tyder vet veit know knows vent vänta wait åpne öppna opne open lukk steng stäng close svara meld
  melde anmäl report fölger fölgjer lurer lurar undrar wonder wondering hei hej hallo hallå heisann hello hi dear kjäre kära
  hey takk tack thanks thank please vennligst vänligen snälla sorry beklager ny nye nytt nya new old gammel gamle gamal stor
  stora store liten lita små little big god bra good dårlig dåleg dålig bad ok okay förste första fyrste first siste sista
  last neste nästa next tre två one two three fire fyra four fem five ti tio ten skjedde skjer happens hendt hänt sist
  ifölge enligt according forrige förra previous igår idag today tomorrow i-dag blant bland among unntatt utom except
  likevel ändå however although selv sjölv själv even plus via per ca cirka i'm i've i'd i'll it's that's what's who's don't
  doesn't can't isn't we're we've you're they're there's let's finally unless until once upon against towards either neither
  nor yet still already enough nok nog
`
    .trim()
    .split(/\s+/),
);
