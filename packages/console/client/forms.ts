/** Fields that were left empty are not part of the address of a report. */
export function watchForms(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form.options')) {
    form.addEventListener('formdata', ({ formData }) => {
      for (const [name, value] of [...formData]) if (value === '') formData.delete(name);
    });
  }
}
