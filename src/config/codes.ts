/** Codes of the mistakes that configuration files can hold. */
export const CODES = {
  unknownKey: 'DVT1002',
  invalidValue: 'DVT1003',
  missingKey: 'DVT1004',
  noProject: 'DVT1005',
  projectTwice: 'DVT1006',
  noProfiles: 'DVT1010',
  unknownProfile: 'DVT1011',
  unknownTarget: 'DVT1012',
  malformedProfile: 'DVT1013',
  unknownAdapter: 'DVT1014',
  conflictingFields: 'DVT1016',
  missingEnvironment: 'DVT1020',
  secretEnvironment: 'DVT1021',
  invalidVars: 'DVT1022',
} as const;
