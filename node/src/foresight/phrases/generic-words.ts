/**
 * Words with which phrases of any research begin or end and that make no term of them: of quantity, order, judgement
 * and argument. None of them belongs to a field.
 */
const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter(Boolean));

export const GENERIC_FIRST = words(`
  other another same such several many various numerous multiple different distinct diverse certain particular specific respective
  first second third last next previous recent present current early earlier late later initial final further additional subsequent following preceding
  new novel existing known unknown common usual unusual typical general overall total whole entire full complete partial
  high higher highest low lower lowest large larger small smaller great greater greatest major minor main key central chief
  important significant substantial considerable critical crucial pivotal essential necessary relevant potential possible probable likely unlikely
  increased decreased enhanced reduced elevated improved marked strong stronger strongest weak weaker potent maximal minimal optimal
  good better best poor similar related comparable relative opposite dual direct indirect rapid slow prolonged long short
  detectable variable dominant useful able due clear evident apparent obvious precise efficient effective functional
  preliminary proposed planned overarching innovative exciting unique interesting successful promising powerful robust comprehensive
  one two three four five six seven eight nine ten single double few less more most least much little half
  our their its his her this these those each both all any no some
`);

export const GENERIC_LAST = words(`
  result finding data datum study work report review paper article abstract author investigation experiment observation analysis analyses examination test trial
  evidence support suggestion hypothesis idea concept view conclusion understanding knowledge insight question issue problem challenge aim goal objective purpose
  role effect influence impact importance relevance significance implication contribution consequence reason basis fact
  level amount number value rate ratio degree extent range majority percentage percent proportion concentration dose fold
  increase decrease reduction enhancement change difference alteration variation improvement loss lack absence presence
  ability capacity capability potential property feature characteristic appearance nature behavior
  time period day week month year hour minute point stage step course example case instance
  way manner fashion means use method technique procedure approach strategy tool protocol
  condition situation context background setting environment
  type kind form class category group variety set series combination part portion addition other
  interest need effort attempt opportunity application development project program proposal grant researcher investigator center team
`);
