/** Makes records that no healthy process writes, and writes them to the topics. */
package dev.rivulet.local.chaos.hostile;
