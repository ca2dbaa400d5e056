/** Whether the promises held: in what clients saw, and in what the topics hold. */
package dev.rivulet.local.chaos.check;
