/** What turns have used: counts results into the topic {@code usage}. */
package dev.rivulet.worker.usage;
