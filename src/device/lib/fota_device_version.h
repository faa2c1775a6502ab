/* The version of these sources: that of the package they came with, of which the header is a part. */
#ifndef FOTA_DEVICE_VERSION_H
#define FOTA_DEVICE_VERSION_H

#define FOTA_DEVICE_VERSION "0.0.0-dev"

/* To compare with: 1002003L is 1.2.3. */
#define FOTA_DEVICE_VERSION_NUMBER 0L

#endif
