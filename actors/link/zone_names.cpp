#include "actors/link/time_zone.hpp"

#include <algorithm>

namespace troupe {
namespace {

/// A line for zones with the same names: standard and summer time briefly, then in
/// full, both together briefly and in full, and the zones. From the Unicode CLDR
/// and the IANA abbreviations, as JDK 17 combines them for `en`.
constexpr std::string_view names = R"(
ACST|ACDT|Australian Central Standard Time|Australian Central Daylight Time|ACT|Central Australia Time|Australia/Adelaide Australia/Broken_Hill Australia/Darwin Australia/North Australia/South Australia/Yancowinna|
ACT|ACST|Acre Standard Time|Acre Summer Time|ACT|Acre Time|America/Eirunepe America/Porto_Acre America/Rio_Branco Brazil/Acre|
ACWST|ACWDT|Australian Central Western Standard Time|Australian Central Western Daylight Time|ACWT|Australian Central Western Time|Australia/Eucla|
AEST|AEDT|Australian Eastern Standard Time|Australian Eastern Daylight Time|AET|Eastern Australia Time|Antarctica/Macquarie Australia/ACT Australia/Brisbane Australia/Canberra Australia/Currie Australia/Hobart Australia/Lindeman Australia/Melbourne Australia/NSW Australia/Queensland Australia/Sydney Australia/Tasmania Australia/Victoria|
AFT|AFST|Afghanistan Time|Afghanistan Summer Time|AFT|Afghanistan Time|Asia/Kabul|
AKST|AKDT|Alaska Standard Time|Alaska Daylight Time|AKT|Alaska Time|America/Anchorage America/Juneau America/Metlakatla America/Nome America/Sitka America/Yakutat US/Alaska|
ALMT|ALMST|East Kazakhstan Time|Alma-Ata Summer Time|ALMT|Alma-Ata Time|Asia/Almaty|
AMT|AMST|Amazon Standard Time|Amazon Summer Time|AMT|Amazon Time|America/Boa_Vista America/Campo_Grande America/Cuiaba America/Manaus America/Porto_Velho Brazil/West|
AMT|AMST|Armenia Standard Time|Armenia Summer Time|AMT|Armenia Time|Asia/Yerevan|
ANAT|ANAST|Anadyr Standard Time|Anadyr Summer Time|ANAT|Anadyr Time|Asia/Anadyr|
AQTT|AQTST|West Kazakhstan Time|Aqtau Summer Time|AQTT|Aqtau Time|Asia/Aqtau|
AQTT|AQTST|West Kazakhstan Time|Aqtobe Summer Time|AQTT|Aqtobe Time|Asia/Aqtobe|
ART|ARST|Argentina Standard Time|Argentina Summer Time|ART|Argentina Time|America/Argentina/Buenos_Aires America/Argentina/Catamarca America/Argentina/ComodRivadavia America/Argentina/Cordoba America/Argentina/Jujuy America/Argentina/La_Rioja America/Argentina/Mendoza America/Argentina/Rio_Gallegos America/Argentina/Salta America/Argentina/San_Juan America/Argentina/San_Luis America/Argentina/Tucuman America/Argentina/Ushuaia America/Buenos_Aires America/Catamarca America/Cordoba America/Jujuy America/Mendoza America/Rosario|
AST|ADT|Arabian Standard Time|Arabian Daylight Time|AT|Arabian Time|Asia/Aden Asia/Baghdad Asia/Bahrain Asia/Kuwait Asia/Qatar Asia/Riyadh|
AST|ADT|Atlantic Standard Time|Atlantic Daylight Time|AT|Atlantic Time|America/Anguilla America/Antigua America/Aruba America/Barbados America/Blanc-Sablon America/Curacao America/Dominica America/Glace_Bay America/Goose_Bay America/Grenada America/Guadeloupe America/Halifax America/Kralendijk America/Lower_Princes America/Marigot America/Martinique America/Moncton America/Montserrat America/Port_of_Spain America/Puerto_Rico America/Santo_Domingo America/St_Barthelemy America/St_Kitts America/St_Lucia America/St_Thomas America/St_Vincent America/Thule America/Tortola America/Virgin Atlantic/Bermuda Canada/Atlantic|
AWST|AWDT|Australian Western Standard Time|Australian Western Daylight Time|AWT|Western Australia Time|Australia/Perth Australia/West|
AWST|AWDT|Casey Time|Australian Western Daylight Time|AWT|Australian Western Time|Antarctica/Casey|
AZOT|AZOST|Azores Standard Time|Azores Summer Time|AZOT|Azores Time|Atlantic/Azores|
AZT|AZST|Azerbaijan Standard Time|Azerbaijan Summer Time|AZT|Azerbaijan Time|Asia/Baku|
BDT|BDST|Bangladesh Standard Time|Bangladesh Summer Time|BDT|Bangladesh Time|Asia/Dacca Asia/Dhaka|
BNT|BNST|Brunei Darussalam Time|Brunei Summer Time|BNT|Brunei Time|Asia/Brunei|
BOT|BOST|Bolivia Time|Bolivia Summer Time|BOT|Bolivia Time|America/La_Paz|
BRT|BRST|Brasilia Standard Time|Brasilia Summer Time|BRT|Brasilia Time|America/Araguaina America/Bahia America/Belem America/Fortaleza America/Maceio America/Recife America/Santarem America/Sao_Paulo Brazil/East|
BST|BST|Bougainville Standard Time|Bougainville Daylight Time|BT|Bougainville Time|Pacific/Bougainville|
BTT|BTST|Bhutan Time|Bhutan Summer Time|BTT|Bhutan Time|Asia/Thimbu Asia/Thimphu|
CAT|CAST|Central Africa Time|Central African Summer Time|CAT|Central Africa Time|Africa/Blantyre Africa/Bujumbura Africa/Gaborone Africa/Harare Africa/Juba Africa/Khartoum Africa/Kigali Africa/Lubumbashi Africa/Lusaka Africa/Maputo|
CAT|WAT|Central Africa Time|Western African Time|CAT|Central African Time|Africa/Windhoek|
CCT|CCST|Cocos Islands Time|Cocos Islands Summer Time|CCT|Cocos Islands Time|Indian/Cocos|
CET|CEST|Central European Standard Time|Central European Summer Time|CET|Central European Time|Africa/Algiers Africa/Ceuta Africa/Tunis Arctic/Longyearbyen Atlantic/Jan_Mayen Europe/Amsterdam Europe/Andorra Europe/Belgrade Europe/Berlin Europe/Bratislava Europe/Brussels Europe/Budapest Europe/Busingen Europe/Copenhagen Europe/Gibraltar Europe/Ljubljana Europe/Luxembourg Europe/Madrid Europe/Malta Europe/Monaco Europe/Oslo Europe/Paris Europe/Podgorica Europe/Prague Europe/Rome Europe/San_Marino Europe/Sarajevo Europe/Skopje Europe/Stockholm Europe/Tirane Europe/Vaduz Europe/Vatican Europe/Vienna Europe/Warsaw Europe/Zagreb Europe/Zurich Poland|
CET|CEST|Central European Time|Central European Summer Time|CET|Central European Time|CET|
CHAST|CHADT|Chatham Standard Time|Chatham Daylight Time|CHAT|Chatham Time|NZ-CHAT Pacific/Chatham|
CHOT|CHOST|Ulaanbaatar Standard Time|Ulaanbaatar Summer Time|CHOT|Ulaanbaatar Time|Asia/Choibalsan|
CHUT|CHUST|Chuuk Time|Chuuk Summer Time|CHUT|Chuuk Time|Pacific/Chuuk Pacific/Truk Pacific/Yap|
CKT|CKHST|Cook Islands Standard Time|Cook Islands Half Summer Time|CKT|Cook Islands Time|Pacific/Rarotonga|
CLT|CLST|Chile Standard Time|Chile Summer Time|CLT|Chile Time|America/Santiago Chile/Continental|
CLT|CLST|Chile Time|Chile Summer Time|CLT|Chile Time|Antarctica/Palmer|
COT|COST|Colombia Standard Time|Colombia Summer Time|COT|Colombia Time|America/Bogota|
CST|CDT|Central Standard Time|Central Daylight Time|CT|Central Time|America/Bahia_Banderas America/Belize America/Chicago America/Chihuahua America/Costa_Rica America/El_Salvador America/Guatemala America/Indiana/Knox America/Indiana/Tell_City America/Knox_IN America/Managua America/Matamoros America/Menominee America/Merida America/Mexico_City America/Monterrey America/North_Dakota/Beulah America/North_Dakota/Center America/North_Dakota/New_Salem America/Ojinaga America/Rainy_River America/Rankin_Inlet America/Regina America/Resolute America/Swift_Current America/Tegucigalpa America/Winnipeg CST6CDT Canada/Central Canada/Saskatchewan Mexico/General US/Central US/Indiana-Starke|
CST|CDT|China Standard Time|China Daylight Time|CT|China Time|Asia/Chongqing Asia/Chungking Asia/Harbin Asia/Macao Asia/Macau Asia/Shanghai PRC|
CST|CDT|Cuba Standard Time|Cuba Daylight Time|CT|Cuba Time|America/Havana Cuba|
CST|CDT|Taipei Standard Time|Taipei Daylight Time|CT|Taipei Time|Asia/Taipei|
CVT|CVST|Cape Verde Standard Time|Cape Verde Summer Time|CVT|Cape Verde Time|Atlantic/Cape_Verde|
CXT|CXST|Christmas Island Time|Christmas Island Summer Time|CIT|Christmas Island Time|Indian/Christmas|
ChST|ChDT|Chamorro Standard Time|Chamorro Daylight Time|ChT|Chamorro Time|Pacific/Guam Pacific/Saipan|
DAVT|DAVST|Davis Time|Davis Summer Time|DAVT|Davis Time|Antarctica/Davis|
DDUT|DDUST|Dumont-d’Urville Time|Dumont-d'Urville Summer Time|DDUT|Dumont-d'Urville Time|Antarctica/DumontDUrville|
EAST|EASST|Easter Island Standard Time|Easter Island Summer Time|EAST|Easter Island Time|Chile/EasterIsland Pacific/Easter|
EAT|EAST|East Africa Time|Eastern African Summer Time|EAT|Eastern Africa Time|Africa/Addis_Ababa Africa/Asmara Africa/Asmera Africa/Dar_es_Salaam Africa/Djibouti Africa/Kampala Africa/Mogadishu Africa/Nairobi Indian/Antananarivo Indian/Comoro Indian/Mayotte|
ECT|ECST|Ecuador Time|Ecuador Summer Time|ECT|Ecuador Time|America/Guayaquil|
EET|EEST|Eastern European Standard Time|Eastern European Summer Time|EET|Eastern European Time|Africa/Cairo Africa/Tripoli Asia/Amman Asia/Beirut Asia/Damascus Asia/Gaza Asia/Hebron Asia/Nicosia Egypt Europe/Athens Europe/Bucharest Europe/Chisinau Europe/Helsinki Europe/Kaliningrad Europe/Kiev Europe/Kyiv Europe/Mariehamn Europe/Nicosia Europe/Riga Europe/Sofia Europe/Tallinn Europe/Tiraspol Europe/Uzhgorod Europe/Vilnius Europe/Zaporozhye Libya|
EET|EEST|Eastern European Time|Eastern European Summer Time|EET|Eastern European Time|Asia/Famagusta EET|
EGT|EGST|East Greenland Standard Time|East Greenland Summer Time|EGT|East Greenland Time|America/Scoresbysund|
EST|EDT|Eastern Standard Time|Eastern Daylight Time|ET|Eastern Time|America/Atikokan America/Cancun America/Cayman America/Coral_Harbour America/Detroit America/Fort_Wayne America/Grand_Turk America/Indiana/Indianapolis America/Indiana/Marengo America/Indiana/Petersburg America/Indiana/Vevay America/Indiana/Vincennes America/Indiana/Winamac America/Indianapolis America/Iqaluit America/Jamaica America/Kentucky/Louisville America/Kentucky/Monticello America/Louisville America/Montreal America/Nassau America/New_York America/Nipigon America/Panama America/Pangnirtung America/Port-au-Prince America/Thunder_Bay America/Toronto Canada/Eastern EST5EDT Jamaica US/East-Indiana US/Eastern US/Michigan|
FJT|FJST|Fiji Standard Time|Fiji Summer Time|FJT|Fiji Time|Pacific/Fiji|
FKT|FKST|Falkland Islands Standard Time|Falkland Islands Summer Time|FKT|Falkland Islands Time|Atlantic/Stanley|
FNT|FNST|Fernando de Noronha Standard Time|Fernando de Noronha Summer Time|FNT|Fernando de Noronha Time|America/Noronha Brazil/DeNoronha|
GALT|GALST|Galapagos Time|Galapagos Summer Time|GALT|Galapagos Time|Pacific/Galapagos|
GAMT|GAMST|Gambier Time|Gambier Summer Time|GAMT|Gambier Time|Pacific/Gambier|
GET|GEST|Georgia Standard Time|Georgia Summer Time|GET|Georgia Time|Asia/Tbilisi|
GFT|GFST|French Guiana Time|French Guiana Summer Time|GFT|French Guiana Time|America/Cayenne|
GILT|GILST|Gilbert Islands Time|Gilbert Is. Summer Time|GILT|Gilbert Is. Time|Pacific/Tarawa|
GMT+01:00|GMT+01:00|GMT+01:00|GMT+01:00|GMT+01:00|GMT+01:00|Etc/GMT-1|
GMT+02:00|GMT+02:00|GMT+02:00|GMT+02:00|GMT+02:00|GMT+02:00|Etc/GMT-2|
GMT+03:00|GMT+03:00|GMT+03:00|GMT+03:00|GMT+03:00|GMT+03:00|Etc/GMT-3|
GMT+04:00|GMT+04:00|Astrakhan Standard Time|Astrakhan Standard Time|GMT+04:00|Astrakhan Time|Europe/Astrakhan|
GMT+04:00|GMT+04:00|GMT+04:00|GMT+04:00|GMT+04:00|GMT+04:00|Etc/GMT-4|
GMT+04:00|GMT+04:00|Saratov Standard Time|Saratov Standard Time|GMT+04:00|Saratov Time|Europe/Saratov|
GMT+04:00|GMT+04:00|Ulyanovsk Standard Time|Ulyanovsk Standard Time|GMT+04:00|Ulyanovsk Time|Europe/Ulyanovsk|
GMT+05:00|GMT+05:00|GMT+05:00|GMT+05:00|GMT+05:00|GMT+05:00|Etc/GMT-5|
GMT+05:00|GMT+05:00|West Kazakhstan Time|Atyrau Daylight Time|GMT+05:00|Atyrau Time|Asia/Atyrau|
GMT+06:00|GMT+06:00|GMT+06:00|GMT+06:00|GMT+06:00|GMT+06:00|Etc/GMT-6|
GMT+07:00|GMT+07:00|Barnaul Standard Time|Barnaul Daylight Time|GMT+07:00|Barnaul Time|Asia/Barnaul|
GMT+07:00|GMT+07:00|GMT+07:00|GMT+07:00|GMT+07:00|GMT+07:00|Etc/GMT-7|
GMT+07:00|GMT+07:00|Tomsk Standard Time|Tomsk Daylight Time|GMT+07:00|Tomsk Time|Asia/Tomsk|
GMT+08:00|GMT+08:00|GMT+08:00|GMT+08:00|GMT+08:00|GMT+08:00|Etc/GMT-8|
GMT+09:00|GMT+09:00|GMT+09:00|GMT+09:00|GMT+09:00|GMT+09:00|Etc/GMT-9|
GMT+10:00|GMT+10:00|GMT+10:00|GMT+10:00|GMT+10:00|GMT+10:00|Etc/GMT-10|
GMT+11:00|GMT+11:00|GMT+11:00|GMT+11:00|GMT+11:00|GMT+11:00|Etc/GMT-11|
GMT+12:00|GMT+12:00|GMT+12:00|GMT+12:00|GMT+12:00|GMT+12:00|Etc/GMT-12|
GMT+13:00|GMT+13:00|GMT+13:00|GMT+13:00|GMT+13:00|GMT+13:00|Etc/GMT-13|
GMT+13:00|GMT+13:00|Kanton Standard Time|Kanton Daylight Time|GMT+13:00|Kanton Time|Pacific/Kanton|
GMT+14:00|GMT+14:00|GMT+14:00|GMT+14:00|GMT+14:00|GMT+14:00|Etc/GMT-14|
GMT-01:00|GMT-01:00|GMT-01:00|GMT-01:00|GMT-01:00|GMT-01:00|Etc/GMT+1|
GMT-02:00|GMT-02:00|GMT-02:00|GMT-02:00|GMT-02:00|GMT-02:00|Etc/GMT+2|
GMT-03:00|GMT-03:00|GMT-03:00|GMT-03:00|GMT-03:00|GMT-03:00|Etc/GMT+3|
GMT-03:00|GMT-03:00|Punta Arenas Standard Time|Punta Arenas Standard Time|GMT-03:00|Punta Arenas Time|America/Punta_Arenas|
GMT-04:00|GMT-04:00|GMT-04:00|GMT-04:00|GMT-04:00|GMT-04:00|Etc/GMT+4|
GMT-05:00|GMT-05:00|GMT-05:00|GMT-05:00|GMT-05:00|GMT-05:00|Etc/GMT+5|
GMT-06:00|GMT-06:00|GMT-06:00|GMT-06:00|GMT-06:00|GMT-06:00|Etc/GMT+6|
GMT-07:00|GMT-07:00|GMT-07:00|GMT-07:00|GMT-07:00|GMT-07:00|Etc/GMT+7|
GMT-08:00|GMT-08:00|GMT-08:00|GMT-08:00|GMT-08:00|GMT-08:00|Etc/GMT+8|
GMT-09:00|GMT-09:00|GMT-09:00|GMT-09:00|GMT-09:00|GMT-09:00|Etc/GMT+9|
GMT-10:00|GMT-10:00|GMT-10:00|GMT-10:00|GMT-10:00|GMT-10:00|Etc/GMT+10|
GMT-11:00|GMT-11:00|GMT-11:00|GMT-11:00|GMT-11:00|GMT-11:00|Etc/GMT+11|
GMT-12:00|GMT-12:00|GMT-12:00|GMT-12:00|GMT-12:00|GMT-12:00|Etc/GMT+12|
GMT|BST|Greenwich Mean Time|British Summer Time|BT|British Time|Europe/Belfast Europe/Guernsey Europe/Isle_of_Man Europe/Jersey Europe/London GB GB-Eire|
GMT|CEST|Greenwich Mean Time|Central European Summer Time|ATT|Troll Time|Antarctica/Troll|
GMT|GHST|Greenwich Mean Time|Ghana Summer Time|GMT|Ghana Mean Time|Africa/Accra|
GMT|GMT|Greenwich Mean Time|Greenwich Mean Time|GMT|Greenwich Mean Time|Africa/Abidjan Africa/Bamako Africa/Banjul Africa/Bissau Africa/Conakry Africa/Dakar Africa/Freetown Africa/Lome Africa/Monrovia Africa/Nouakchott Africa/Ouagadougou Africa/Sao_Tome Africa/Timbuktu America/Danmarkshavn Atlantic/Reykjavik Atlantic/St_Helena Etc/GMT Etc/GMT+0 Etc/GMT-0 Etc/GMT0 Etc/Greenwich GMT GMT0 Greenwich Iceland|
GMT|IST|Greenwich Mean Time|Irish Standard Time|IT|Irish Time|Eire Europe/Dublin|
GST|GDT|Gulf Standard Time|Gulf Daylight Time|GT|Gulf Time|Asia/Dubai Asia/Muscat|
GST|GDT|South Georgia Time|South Georgia Daylight Time|GT|South Georgia Time|Atlantic/South_Georgia|
GYT|GYST|Guyana Time|Guyana Summer Time|GYT|Guyana Time|America/Guyana|
HAST|HADT|Hawaii-Aleutian Standard Time|Hawaii-Aleutian Daylight Time|HAT|Hawaii-Aleutian Time|America/Adak America/Atka Pacific/Johnston US/Aleutian|
HKT|HKST|Hong Kong Standard Time|Hong Kong Summer Time|HKT|Hong Kong Time|Asia/Hong_Kong Hongkong|
HOVT|HOVST|Hovd Standard Time|Hovd Summer Time|HOVT|Hovd Time|Asia/Hovd|
HST|HDT|Hawaii-Aleutian Standard Time|Hawaii-Aleutian Daylight Time|HST|Hawaii-Aleutian Time|Pacific/Honolulu US/Hawaii|
ICT|ICST|Indochina Time|Indochina Summer Time|ICT|Indochina Time|Asia/Bangkok Asia/Ho_Chi_Minh Asia/Phnom_Penh Asia/Saigon Asia/Vientiane|
IOT|IOST|Indian Ocean Time|Indian Ocean Territory Summer Time|IOT|Indian Ocean Territory Time|Indian/Chagos|
IRKT|IRKST|Irkutsk Standard Time|Irkutsk Summer Time|IRKT|Irkutsk Time|Asia/Irkutsk|
IRST|IRDT|Iran Standard Time|Iran Daylight Time|IRT|Iran Time|Asia/Tehran Iran|
IST|IDT|India Standard Time|India Daylight Time|IT|India Time|Asia/Calcutta Asia/Colombo Asia/Kolkata|
IST|IDT|Israel Standard Time|Israel Daylight Time|IT|Israel Time|Asia/Jerusalem Asia/Tel_Aviv Israel|
JST|JDT|Japan Standard Time|Japan Daylight Time|JT|Japan Time|Asia/Tokyo Japan|
KGT|KGST|Kyrgyzstan Time|Kirgizstan Summer Time|KGT|Kirgizstan Time|Asia/Bishkek|
KOST|KOSST|Kosrae Time|Kosrae Summer Time|KOST|Kosrae Time|Pacific/Kosrae|
KRAT|KRAST|Krasnoyarsk Standard Time|Krasnoyarsk Summer Time|KRAT|Krasnoyarsk Time|Asia/Krasnoyarsk Asia/Novokuznetsk|
KST|KDT|Korean Standard Time|Korean Daylight Time|KT|Korean Time|Asia/Pyongyang Asia/Seoul ROK|
LHST|LHDT|Lord Howe Standard Time|Lord Howe Daylight Time|LHT|Lord Howe Time|Australia/LHI Australia/Lord_Howe|
LINT|LINST|Line Islands Time|Line Is. Summer Time|LINT|Line Is. Time|Pacific/Kiritimati|
MAGT|MAGST|Magadan Standard Time|Magadan Summer Time|MAGT|Magadan Time|Asia/Magadan|
MART|MARST|Marquesas Time|Marquesas Summer Time|MART|Marquesas Time|Pacific/Marquesas|
MAWT|MAWST|Mawson Time|Mawson Summer Time|MAWT|Mawson Time|Antarctica/Mawson|
MET|MEST|Middle Europe Time|Middle Europe Summer Time|MET|Middle Europe Time|MET|
MHT|MHST|Marshall Islands Time|Marshall Islands Summer Time|MHT|Marshall Islands Time|Kwajalein Pacific/Kwajalein Pacific/Majuro|
MMT|MMST|Myanmar Time|Myanmar Summer Time|MMT|Myanmar Time|Asia/Rangoon Asia/Yangon|
MSK|MSD|Moscow Standard Time|Moscow Daylight Time|MT|Moscow Time|Europe/Kirov|
MSK|MSD|Moscow Standard Time|Moscow Summer Time|MT|Moscow Time|Europe/Minsk Europe/Moscow Europe/Simferopol W-SU|
MSK|MSD|Volgograd Standard Time|Volgograd Summer Time|MT|Volgograd Time|Europe/Volgograd|
MST|MDT|Mexican Pacific Standard Time|Mexican Pacific Daylight Time|MT|Mexican Pacific Time|America/Hermosillo America/Mazatlan Mexico/BajaSur|
MST|MDT|Mountain Standard Time|Mountain Daylight Time|MT|Mountain Time|America/Boise America/Cambridge_Bay America/Ciudad_Juarez America/Creston America/Dawson America/Dawson_Creek America/Denver America/Edmonton America/Fort_Nelson America/Inuvik America/Phoenix America/Shiprock America/Whitehorse America/Yellowknife Canada/Mountain Canada/Yukon MST7MDT Navajo US/Arizona US/Mountain|
MUT|MUST|Mauritius Standard Time|Mauritius Summer Time|MUT|Mauritius Time|Indian/Mauritius|
MVT|MVST|Maldives Time|Maldives Summer Time|MVT|Maldives Time|Indian/Maldives|
MYT|MYST|Malaysia Time|Malaysia Summer Time|MYT|Malaysia Time|Asia/Kuala_Lumpur Asia/Kuching|
NCT|NCST|New Caledonia Standard Time|New Caledonia Summer Time|NCT|New Caledonia Time|Pacific/Noumea|
NFT|NFST|Norfolk Island Standard Time|Norfolk Island Daylight Time|NFT|Norfolk Island Time|Pacific/Norfolk|
NOVT|NOVST|Novosibirsk Standard Time|Novosibirsk Summer Time|NOVT|Novosibirsk Time|Asia/Novosibirsk|
NPT|NPST|Nepal Time|Nepal Summer Time|NPT|Nepal Time|Asia/Kathmandu Asia/Katmandu|
NRT|NRST|Nauru Time|Nauru Summer Time|NRT|Nauru Time|Pacific/Nauru|
NST|NDT|Newfoundland Standard Time|Newfoundland Daylight Time|NT|Newfoundland Time|America/St_Johns Canada/Newfoundland|
NUT|NUST|Niue Time|Niue Summer Time|NUT|Niue Time|Pacific/Niue|
NZST|NZDT|New Zealand Standard Time|New Zealand Daylight Time|NZT|New Zealand Time|Antarctica/McMurdo Antarctica/South_Pole NZ Pacific/Auckland|
OMST|OMSST|Omsk Standard Time|Omsk Summer Time|OMST|Omsk Time|Asia/Omsk|
ORAT|ORAST|West Kazakhstan Time|Oral Summer Time|ORAT|Oral Time|Asia/Oral|
PETT|PETST|Petropavlovsk-Kamchatski Standard Time|Petropavlovsk-Kamchatski Summer Time|PETT|Petropavlovsk-Kamchatski Time|Asia/Kamchatka|
PET|PEST|Peru Standard Time|Peru Summer Time|PET|Peru Time|America/Lima|
PGT|PGST|Papua New Guinea Time|Papua New Guinea Summer Time|PGT|Papua New Guinea Time|Pacific/Port_Moresby|
PHOT|PHOST|Phoenix Islands Time|Phoenix Is. Summer Time|PHOT|Phoenix Is. Time|Pacific/Enderbury|
PKT|PKST|Pakistan Standard Time|Pakistan Summer Time|PKT|Pakistan Time|Asia/Karachi|
PMST|PMDT|St. Pierre & Miquelon Standard Time|St. Pierre & Miquelon Daylight Time|PMT|St. Pierre & Miquelon Time|America/Miquelon|
PONT|PONST|Ponape Time|Pohnpei Summer Time|PONT|Ponape Time|Pacific/Pohnpei Pacific/Ponape|
PST|PDT|Northwest Mexico Standard Time|Northwest Mexico Daylight Time|PT|Northwest Mexico Time|America/Santa_Isabel|
PST|PDT|Pacific Standard Time|Pacific Daylight Time|PT|Pacific Time|America/Ensenada America/Los_Angeles America/Tijuana America/Vancouver Canada/Pacific Mexico/BajaNorte PST8PDT US/Pacific|
PST|PDT|Philippine Standard Time|Philippine Summer Time|PT|Philippine Time|Asia/Manila|
PST|PDT|Pitcairn Time|Pitcairn Daylight Time|PT|Pitcairn Time|Pacific/Pitcairn|
PWT|PWST|Palau Time|Palau Summer Time|PWT|Palau Time|Pacific/Palau|
PYT|PYST|Paraguay Standard Time|Paraguay Summer Time|PYT|Paraguay Time|America/Asuncion|
QOST|QOSST|East Kazakhstan Time|Kostanay Summer Time|QOST|Kostanay Time|Asia/Qostanay|
QYZT|QYZST|West Kazakhstan Time|Qyzylorda Summer Time|QYZT|Qyzylorda Time|Asia/Qyzylorda|
RET|REST|Réunion Time|Reunion Summer Time|RET|Reunion Time|Indian/Reunion|
ROTT|ROTST|Rothera Time|Rothera Summer Time|ROTT|Rothera Time|Antarctica/Rothera|
SAKT|SAKST|Sakhalin Standard Time|Sakhalin Summer Time|SAKT|Sakhalin Time|Asia/Sakhalin|
SAMT|SAMST|Samara Standard Time|Samara Summer Time|SAMT|Samara Time|Europe/Samara|
SAST|SAST|South Africa Standard Time|South Africa Summer Time|SAT|South Africa Time|Africa/Johannesburg Africa/Maseru Africa/Mbabane|
SBT|SBST|Solomon Islands Time|Solomon Is. Summer Time|SBT|Solomon Is. Time|Pacific/Guadalcanal|
SCT|SCST|Seychelles Time|Seychelles Summer Time|SCT|Seychelles Time|Indian/Mahe|
SGT|SGST|Singapore Standard Time|Singapore Summer Time|SGT|Singapore Time|Asia/Singapore Singapore|
SRET|SREDT|Srednekolymsk Time|Srednekolymsk Daylight Time|SRET|Srednekolymsk Time|Asia/Srednekolymsk|
SRT|SRST|Suriname Time|Suriname Summer Time|SRT|Suriname Time|America/Paramaribo|
SST|SDT|Samoa Standard Time|Samoa Daylight Time|ST|Samoa Time|Pacific/Midway Pacific/Pago_Pago Pacific/Samoa US/Samoa|
SYOT|SYOST|Syowa Time|Syowa Summer Time|SYOT|Syowa Time|Antarctica/Syowa|
TAHT|TAHST|Tahiti Time|Tahiti Summer Time|TAHT|Tahiti Time|Pacific/Tahiti|
TFT|TFST|French Southern & Antarctic Time|French Southern & Antarctic Lands Summer Time|TFT|French Southern & Antarctic Lands Time|Indian/Kerguelen|
TJT|TJST|Tajikistan Time|Tajikistan Summer Time|TJT|Tajikistan Time|Asia/Dushanbe|
TKT|TKST|Tokelau Time|Tokelau Summer Time|TKT|Tokelau Time|Pacific/Fakaofo|
TLT|TLST|East Timor Time|Timor-Leste Summer Time|TLT|Timor-Leste Time|Asia/Dili|
TMT|TMST|Turkmenistan Standard Time|Turkmenistan Summer Time|TMT|Turkmenistan Time|Asia/Ashgabat Asia/Ashkhabad|
TOT|TOST|Tonga Standard Time|Tonga Summer Time|TOT|Tonga Time|Pacific/Tongatapu|
TRT|TRST|Turkey Time|Turkey Summer Time|TRT|Turkey Time|Asia/Istanbul Europe/Istanbul Turkey|
TVT|TVST|Tuvalu Time|Tuvalu Summer Time|TVT|Tuvalu Time|Pacific/Funafuti|
ULAT|ULAST|Ulaanbaatar Standard Time|Ulaanbaatar Summer Time|ULAT|Ulaanbaatar Time|Asia/Ulaanbaatar Asia/Ulan_Bator|
UTC|UTC|Coordinated Universal Time|Coordinated Universal Time|UTC|Coordinated Universal Time|Etc/UCT Etc/UTC Etc/Universal Etc/Zulu UCT UTC Universal Zulu|
UYT|UYST|Uruguay Standard Time|Uruguay Summer Time|UYT|Uruguay Time|America/Montevideo|
UZT|UZST|Uzbekistan Standard Time|Uzbekistan Summer Time|UZT|Uzbekistan Time|Asia/Samarkand Asia/Tashkent|
VET|VEST|Venezuela Time|Venezuela Summer Time|VET|Venezuela Time|America/Caracas|
VLAT|VLAST|Vladivostok Standard Time|Vladivostok Summer Time|VLAT|Vladivostok Time|Asia/Ust-Nera Asia/Vladivostok|
VOST|VOSST|Vostok Time|Vostok Summer Time|VOST|Vostok Time|Antarctica/Vostok|
VUT|VUST|Vanuatu Standard Time|Vanuatu Summer Time|VUT|Vanuatu Time|Pacific/Efate|
WAKT|WAKST|Wake Island Time|Wake Summer Time|WAKT|Wake Time|Pacific/Wake|
WAT|WAST|West Africa Standard Time|West Africa Summer Time|WAT|West Africa Time|Africa/Bangui Africa/Brazzaville Africa/Douala Africa/Kinshasa Africa/Lagos Africa/Libreville Africa/Luanda Africa/Malabo Africa/Ndjamena Africa/Niamey Africa/Porto-Novo|
WET|WEST|Western European Standard Time|Western European Summer Time|WET|Western European Time|Atlantic/Canary Atlantic/Faeroe Atlantic/Faroe Atlantic/Madeira Europe/Lisbon Portugal|
WET|WEST|Western European Time|Western European Summer Time|WET|Western European Time|Africa/Casablanca Africa/El_Aaiun WET|
WFT|WFST|Wallis & Futuna Time|Wallis & Futuna Summer Time|WFT|Wallis & Futuna Time|Pacific/Wallis|
WGT|WGST|West Greenland Standard Time|West Greenland Summer Time|WGT|West Greenland Time|America/Godthab America/Nuuk|
WIB|WIST|Western Indonesia Time|West Indonesia Summer Time|WIB|West Indonesia Time|Asia/Jakarta Asia/Pontianak|
WITA|CIST|Central Indonesia Time|Central Indonesia Summer Time|WITA|Central Indonesia Time|Asia/Makassar Asia/Ujung_Pandang|
WIT|EIST|Eastern Indonesia Time|East Indonesia Summer Time|WIT|East Indonesia Time|Asia/Jayapura|
WSST|WSDT|Apia Standard Time|Apia Daylight Time|WST|Apia Time|Pacific/Apia|
XJT|XJDT|Xinjiang Standard Time|Xinjiang Daylight Time|XJT|Xinjiang Time|Asia/Kashgar Asia/Urumqi|
YAKT|YAKST|Yakutsk Standard Time|Yakutsk Summer Time|YAKT|Yakutsk Time|Asia/Chita Asia/Khandyga Asia/Yakutsk|
YEKT|YEKST|Yekaterinburg Standard Time|Yekaterinburg Summer Time|YEKT|Yekaterinburg Time|Asia/Yekaterinburg|
)";

/// Takes the text up to the next bar off `line`.
std::string_view take_column(std::string_view& line) {
  auto end = line.find('|');
  auto out = line.substr(0, end);
  line.remove_prefix(end + 1);
  return out;
}

bool has_word(std::string_view words, std::string_view word) {
  while (!words.empty()) {
    auto end = std::min(words.find(' '), words.size());
    if (words.substr(0, end) == word)
      return true;
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return false;
}

} // namespace

zone_names names_of_zone(std::string_view id) {
  auto rest = names.substr(1);
  while (!rest.empty()) {
    auto end = rest.find('\n');
    auto line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    zone_names out;
    for (auto to :
         {&out.standard_short, &out.summer_short, &out.standard, &out.summer, &out.generic_short,
          &out.generic})
      *to = take_column(line);
    if (has_word(take_column(line), id))
      return out;
  }
  return {};
}

} // namespace troupe
