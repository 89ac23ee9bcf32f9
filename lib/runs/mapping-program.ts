/** Of the code that maps and places people, packages included: another one must not take over what this one mapped. */
export const mappingProgram = 'a89769cbe37fb6d9'
