/** Copies the sessions of an installation into topics with another number of partitions. */
package dev.rivulet.local.repartition;
