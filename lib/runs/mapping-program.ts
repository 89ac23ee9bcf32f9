/** Of the code that maps and places people, packages included: another one must not take over what this one mapped. */
export const mappingProgram = '8f8eae377e3a0eb5'
