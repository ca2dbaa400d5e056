/** What a turn may tell its model beside the conversation: one table of options, and the rules of their values. */
package dev.rivulet.schemas.option;
