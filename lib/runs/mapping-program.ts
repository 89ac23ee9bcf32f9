/** Of the code that maps and places people, packages included: another one must not take over what this one mapped. */
export const mappingProgram = '57d5c02b9961b0ee'
