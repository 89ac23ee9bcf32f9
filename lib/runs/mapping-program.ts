/** Of the code that maps and places people, packages included: another one must not take over what this one mapped. */
export const mappingProgram = 'e4e24a18df23bae1'
