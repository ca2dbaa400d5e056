/** What a run has to say. */
package dev.rivulet.local.chaos.report;
