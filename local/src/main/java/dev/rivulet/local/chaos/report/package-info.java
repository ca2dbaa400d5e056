/** The report of a chaos run, as JSON and as a table. */
package dev.rivulet.local.chaos.report;
