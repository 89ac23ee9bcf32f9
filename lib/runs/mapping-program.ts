/** Of the code that maps and places people, packages included: another one must not take over what this one mapped. */
export const mappingProgram = 'fef80ac01f5b528e'
