/** Writing and reading JSON. */
package dev.rivulet.schemas.json;
