/** The API's shapes under the names the pages use; all of them are generated from docs/api.json. */
import type { components, paths } from "./api-types";

type Schemas = components["schemas"];
export type Me = Schemas["Me"];
export type Opened = Schemas["SessionShown"];
export type Order = Schemas["OrderShown"];
export type MyOrder = Schemas["MyOrder"];
export type Texts = Schemas["Texts"];
/** Where one recipient stands; the answers among them are what a person said. */
export type ReceiptState = Schemas["Mine"]["state"];
/** An order as the phone knows it; what only came by push names no issuer and no standing. */
export type KnownOrder = Omit<MyOrder, "issuer" | "my"> & { issuer: MyOrder["issuer"] | null; my: MyOrder["my"] | null };
export type Area = Schemas["AreaShown"];
export type Shapes = Schemas["Shapes"];
export type Device = Schemas["DeviceShown"];
export type Permission = Schemas["Heartbeat"]["permission"];
export type HeartbeatAnswer = Schemas["HeartbeatAnswer"];
/** Why nothing reaches a person or a phone. */
export type Why = Schemas["Unreached"]["why"];
export type ReachCounts = Schemas["ReachCounts"];
export type AreaReach = Schemas["AreaReach"];
export type ReachShown = Schemas["ReachShown"];
export type Unreached = Schemas["Unreached"];
export type Plan = Schemas["PlanShown"];
export type Slot = Schemas["Slot"];
/** Where an order applies. */
export type DangerZone = Schemas["DangerZone"];
export type AssemblyPoint = Schemas["AssemblyPoint"];
export type Circle = Schemas["Circle"];
export type Role = Schemas["NewGrant"]["role"];
/** An order that is being made, and what is known of it. */
export type CheckOrder = Schemas["CheckOrder"];
export type Checked = Schemas["OrderChecked"];
export type Finding = Schemas["OrderFinding"];
export type ReachedNode = Schemas["ReachedNode"];
/** An order as it is asked for; a submission takes the same. */
export type AskOrder = Schemas["AskOrder"];
export type IssueOrder = Schemas["IssueOrder"];
export type OrderDraft = Schemas["OrderDraft"];
export type Submission = Schemas["SubmissionShown"];
export type SubmissionListed = Schemas["SubmissionListed"];
export type Reach = Schemas["Reach"];
export type Board = Schemas["BoardShown"];
export type BoardNode = Schemas["BoardNode"];
export type Recipient = Schemas["Recipient"];
/** How recipients stand who are listed together. */
export type Standing = NonNullable<NonNullable<paths["/api/orders/{order_id}/recipients"]["get"]["parameters"]["query"]>["standing"]>;
export type HelpCall = Schemas["HelpCallShown"];
export type AnsweredPlaces = Schemas["AnsweredPlaces"];
export type Comparison = Schemas["Comparison"];
export type Climb = Schemas["ClimbShown"];
export type Retraction = Schemas["Retraction"];
export type Substitute = Schemas["SubstituteShown"];
/** What became of an order, as its after-action report tells it. */
export type AfterAction = Schemas["ReportShown"];
export type Measured = Schemas["Measured"];
export type Resent = Schemas["Resent"];
/** By what somebody who stays silent is told again, and the doors that are knocked at. */
export type Ladder = Schemas["LadderShown"];
export type LadderStep = Ladder["steps"][number];
export type Knock = Schemas["KnockShown"];
export type KnockOutcome = Schemas["KnockAnswer"]["outcome"];
export type SaidFor = Schemas["AnswerFor"]["state"];
/** An order of the commander's list, with its ring. */
export type ListedOrder = Schemas["ListedOrder"];
export type TimelineItem = Schemas["TimelineItem"];
export type MyDuty = Schemas["MyDuty"];
export type DutyKind = Schemas["CheckIn"]["kind"];
export type CheckIn = Schemas["CheckIn"];
export type Roster = Schemas["Roster"];
export type OnDuty = Schemas["ThereShown"];
export type Drill = Schemas["DrillShown"];
export type WholeDrill = Schemas["WholeDrill"];
export type PlanDrill = Schemas["PlanDrill"];
export type DrillResult = Schemas["Result"];
export type StreetResult = Schemas["StreetResult"];
/** A person as the administration sees one. */
export type Person = Schemas["PersonShown"];
export type Grant = Schemas["GrantShown"];
export type PeopleQuery = NonNullable<paths["/api/people"]["get"]["parameters"]["query"]>;
export type NewPerson = Schemas["NewPerson"];
export type PersonEdit = Schemas["PersonEdit"];
/** An issued password, shown this one time. */
export interface Issued { person_id: string; name: string; username: string; password: string }
/** A table that was uploaded, as rows of text. */
export type SheetShown = Schemas["SheetShown"];
export type SheetLine = Schemas["SheetLine"];
export type LineError = Schemas["LineError"];
export type PeopleReport = Schemas["ImportReport"];
export type PeopleImport = Schemas["PeopleImport"];
export type AreasReport = Schemas["AreasReport"];
export type AreasImport = Schemas["AreasImport"];
export type ShapesReport = Schemas["ShapesReport"];
export type Existing = NonNullable<PeopleImport["existing"]>;
/** A plan as it is written and kept, without who saved it when. */
export type PlanContent = Schemas["PlanFile"];
export type PlanVersion = Schemas["VersionShown"];
export type PlanDiff = Schemas["PlanDiff"];
export type PlanChange = Schemas["PlanChange"];
export type PlanFinding = Schemas["PlanFinding"];
export type PlanFindings = Schemas["PlanFindings"];
/** A kind of case, as the catalogue has it. */
export type Category = Schemas["CategoryShown"];
export type IncidentRow = Schemas["IncidentRow"];
export type Incident = Schemas["IncidentShown"];
export type IncidentCounts = Schemas["IncidentCounts"];
/** How many cases a list has; counting ends somewhere. */
export type IncidentTotal = Schemas["IncidentTotal"];
/** As the list, its map, its count and an export take them. */
export type IncidentFilters = NonNullable<paths["/api/incidents/points"]["get"]["parameters"]["query"]>;
export type IncidentQuery = NonNullable<paths["/api/incidents"]["get"]["parameters"]["query"]>;
export type IncidentDots = Schemas["IncidentDots"];
export type SavedFilter = Schemas["FilterShown"];
export type CaseExport = Schemas["ExportShown"];
/** The ten rates of a period, for a place and its parts. */
export type PeriodRates = Schemas["PeriodRates"];
/** A case that may be the same as another. */
export type Duplicate = Schemas["DuplicateShown"];
export type HandlingUnit = Schemas["UnitShown"];
export type IncidentState = IncidentRow["state"];
/** What changed for me since a cursor. */
export type Changes = Schemas["ChangesShown"];
export type Change = Schemas["ChangeShown"];
/** A phone as its supervisor sees it. */
export type DeviceHeard = Schemas["DeviceHeard"];
/** A refused item at the duty desk. */
export type HandedOver = Schemas["HandedOverShown"];
export type HandedOverWhole = Schemas["HandedOverWhole"];
/** Through which app a case came, and who reported it there. */
export type Origin = Schemas["OriginShown"];
/** The register of volunteers, masked. */
export type Volunteer = Schemas["VolunteerShown"];
export type RegisterQuery = NonNullable<paths["/api/volunteers"]["get"]["parameters"]["query"]>;
export type RegisterExport = Schemas["RegisterExportShown"];
/** A list on its way into the register, and one of its lines. */
export type RegisterList = Schemas["ListShown"];
export type RegisterLine = Schemas["LineShown"];
/** Something to do for volunteers, with my place in it; and who is on its roster. */
export type Activity = Schemas["ActivityShown"];
export type ActivitiesQuery = NonNullable<paths["/api/activities"]["get"]["parameters"]["query"]>;
export type NewActivity = Schemas["NewActivity"];
export type ActivityEdit = Schemas["ActivityEdit"];
export type Signup = Schemas["SignupShown"];
export type RosterRow = Schemas["RosterRow"];
export type MyHours = Schemas["MyHours"];
export type HoursRow = Schemas["HoursRow"];
export type Certificate = Schemas["CertificateShown"];
/** My own record in the register, whole. */
export type MyRecord = Schemas["MyRecord"];
export type MyRecordEdit = Schemas["MyRecordEdit"];
/** Volunteers called together: the choice before the tap, the line afterwards. */
export type MusterWanted = Schemas["MusterWanted"];
export type MusterIssue = Schemas["MusterIssue"];
export type MusterPreview = Schemas["MusterPreview"];
export type MusterPerson = Schemas["MusterPerson"];
export type MusterListed = Schemas["MusterListed"];
export type Muster = Schemas["MusterShown"];
/** The paging robot: what is asked, of whom, and what came of it. */
export type Script = Schemas["ScriptShown"];
export type ScriptVersion = Schemas["ScriptVersionShown"];
export type Campaign = Schemas["CampaignShown"];
export type CampaignAsked = Schemas["CampaignAsked"];
export type CampaignPreview = Schemas["CampaignPreview"];
export type CampaignProgress = Schemas["CampaignProgress"];
export type PagingFilter = Schemas["PagingFilter"];
export type PagingCall = Schemas["ExceptionShown"];
export type PagingFound = Schemas["CloseException"]["outcome"];
export type Savings = Schemas["SavingsShown"];
export type PagingAsked = Schemas["PagingAsked"];
export type MyQuestion = Schemas["MyQuestion"];
/** My colour and why, and what I declared this half-day. */
export type MyHealth = Schemas["MyHealth"];
export type HealthCode = Schemas["CodeShown"];
export type TrustList = Schemas["TrustList"];
export type GatePlace = Schemas["GatePlace"];
export type GatePlaceWhole = Schemas["GatePlaceWhole"];
export type CodeCheckIn = Schemas["CodeCheckIn"];
export type AppealToDecide = Schemas["AppealToDecide"];
export type Destruction = Schemas["DestructionShown"];
export type IsolationRow = Schemas["IsolationRow"];
export type Isolation = Schemas["IsolationWhole"];
/** Construction sites on their way back to work. */
export type SiteRow = Schemas["SiteRow"];
export type Site = Schemas["SiteWhole"];
export type SiteCounts = Schemas["SiteCounts"];
export type SiteDay = Schemas["SiteDayShown"];
export type SiteDayWritten = Schemas["SiteDayWritten"];
export type SiteEdit = Schemas["SiteEdit"];
export type SiteEntry = Schemas["SiteHistory"];
export type SiteWorker = Schemas["SiteWorkerShown"];
export type SiteListReport = Schemas["SiteListReport"];
/** A module that is being written, what is wrong with it, and what it would make of the rows that are there. */
export type ModuleDraft = Schemas["DraftWhole"];
export type ModuleDraftRow = Schemas["DraftRow"];
export type ModuleDraftFault = Schemas["DraftFault"];
export type ModuleDraftNote = Schemas["DraftNote"];
export type ModuleDraftTest = Schemas["DraftTest"];
export type ModuleChange = Schemas["ModuleChange"];
export type ModuleTrial = Schemas["ModuleSwitchReport"];
export type ModuleSwitched = Schemas["ModuleSwitched"];
export type ModuleSwitchRow = Schemas["ModuleSwitchRow"];
export type ModuleVersionRow = Schemas["ModuleVersionRow"];
/** The map: what it stands on, and what lies on it. */
export type MapSources = Schemas["MapSources"];
export type MapGround = Schemas["MapGround"];
export type MapPeople = Schemas["MapPeople"];
export type MapOrders = Schemas["MapOrders"];
export type MapObjects = Schemas["MapObjects"];
export type MapHeat = Schemas["MapHeat"];
export type ModuleListed = Schemas["ModuleRow"];
/** A module as its keeper has it before him. */
export type KeptRow = Schemas["ModuleRow"];
export type KeptWhole = Schemas["ModuleWhole"];
/** A street module as it is at a place, and as a list names it. */
export type ModuleWhole = Schemas["ModuleWhole"];
export type ModuleRow = Schemas["ModuleRow"];
/** What a module is about: as a list has it, as a phone keeps it, and with who filled in what. */
export type EntityRow = Schemas["EntityRow"];
export type EntityHeld = Schemas["EntityHeld"];
export type EntityWhole = Schemas["EntityWhole"];
export type EntitiesHeld = Schemas["EntitiesHeld"];
export type EntityCounts = Schemas["EntityCounts"];
export type EntityTask = Schemas["EntityTask"];
export type ModuleTask = Schemas["ModuleTaskRow"];
/** A cockpit: one place on one screen, and the cards of its indicators. */
export type CockpitWhole = Schemas["CockpitWhole"];
export type CockpitCard = Schemas["CockpitCard"];
export type CockpitArea = Schemas["CockpitArea"];
export type CockpitSection = Schemas["CockpitSection"];
export type CockpitMode = Schemas["CockpitModeSeen"];
export type ModeName = CockpitMode["key"];
/** One indicator at a place: what it means, its card, its figures over time, beside others, and what was corrected. */
export type IndicatorDefinition = Schemas["IndicatorDefinition"];
export type IndicatorWhole = Schemas["IndicatorWhole"];
export type IndicatorSeries = Schemas["IndicatorSeries"];
export type IndicatorPoint = Schemas["ReadingShown"];
export type IndicatorPeers = Schemas["IndicatorPeers"];
export type IndicatorPeer = Schemas["PeerShown"];
export type IndicatorCorrection = Schemas["IndicatorCorrection"];
/** Of which threshold somebody wants to be told. */
export type IndicatorWatch = Schemas["IndicatorSubscriptionShown"];
export type NewIndicatorWatch = Schemas["NewIndicatorSubscription"];
